package caravan.detectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
    @Test
    void without_any_it_listens_on_loopback_alone() {
        Settings settings = Settings.of(Map.of());
        assertThat(settings.host()).isEqualTo("127.0.0.1");
        assertThat(settings.port()).isEqualTo(8080);
        assertThat(settings.pachyderm()).isEmpty();
    }

    @Test
    void what_a_cluster_sets_for_a_service_of_that_name_is_no_port() {
        assertThat(Settings.of(Map.of("CARAVAN_PORT", "tcp://10.0.0.1:80")).port())
                .isEqualTo(8080);
    }

    @Test
    void a_wrong_value_is_named() {
        assertThatThrownBy(() -> Settings.of(Map.of("CARAVAN_PORT", "http")))
                .isInstanceOf(StartException.class)
                .hasMessage("CARAVAN_PORT is no number: http");
        assertThatThrownBy(() -> Settings.of(Map.of("CARAVAN_QUEUE", "0")))
                .hasMessage("CARAVAN_QUEUE is 0; it must be between 1 and 100000");
    }

    @Test
    void a_port_in_use_is_named() throws Exception {
        try (java.net.ServerSocket taken = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            Settings settings = Settings.of(Map.of("CARAVAN_PORT", String.valueOf(taken.getLocalPort())));
            assertThatThrownBy(() -> DetectorService.start(settings))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("port " + taken.getLocalPort() + " of 127.0.0.1 cannot be used");
        }
    }
}

package caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.dataset.DrawnPets;
import caravan.loop.port.SystemException;
import caravan.pachyderm.PachydermClient;
import caravan.pachyderm.PachydermSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Two machines' worth of sandbox and integration beside each other, with TLS and credentials. */
@EnabledIfSystemProperty(named = "caravan.longer", matches = "true", disabledReason = "takes minutes; CI runs it")
class TlsIT {
    @TempDir
    Path folder;

    @Test
    void two_of_each_run_side_by_side_over_tls_with_credentials() throws Exception {
        try (TwoProcesses one = new TwoProcesses(folder.resolve("one"), true);
                TwoProcesses other = new TwoProcesses(folder.resolve("other"), true)) {
            assertThat(one.systems.addresses().pachyderm()).startsWith("grpcs://");
            assertThat(one.systems.addresses().determined()).startsWith("https://");
            assertThat(one.systems.addresses().pachyderm())
                    .isNotEqualTo(other.systems.addresses().pachyderm());
            refusesWithoutCredentials(one);
            one.startIntegration();
            other.startIntegration();
            Path pets = Files.createDirectories(folder.resolve("pets"));
            new DrawnPets(3).write(pets, 0, 100);
            String first = one.put(pets).id();
            Status.OfUseCase status = one.serves(first);
            assertThat(status.versions()).hasSize(1);
            assertThat(other.systems.data().head(other.useCase.data())).isEmpty();
        }
    }

    private static void refusesWithoutCredentials(TwoProcesses machine) {
        Addresses addresses = machine.systems.addresses();
        try (PachydermClient nobody = new PachydermClient(
                new PachydermSettings(addresses.pachyderm(), Optional.empty(), addresses.caFile()))) {
            Assertions.assertThatThrownBy(() -> nobody.head(machine.useCase.data()))
                    .isInstanceOf(SystemException.class)
                    .extracting(e -> ((SystemException) e).kind())
                    .isEqualTo(SystemException.Kind.UNAUTHENTICATED);
        }
    }
}

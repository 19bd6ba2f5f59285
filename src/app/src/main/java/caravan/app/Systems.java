package caravan.app;

import caravan.app.git.GitCode;
import caravan.determined.DeterminedClient;
import caravan.determined.DeterminedSettings;
import caravan.loop.port.CodePort;
import caravan.loop.port.DataPort;
import caravan.loop.port.ServingPort;
import caravan.loop.port.TrainingPort;
import caravan.loop.port.Unpack;
import caravan.loop.steps.TrialAccess;
import caravan.pachyderm.PachydermClient;
import caravan.pachyderm.PachydermSettings;
import caravan.seldon.SeldonClient;
import caravan.seldon.SeldonSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The systems behind their ports, as the settings say; clients connect with their first call.
 *
 * @param access Pachyderm as a trial reaches it
 * @param unpack how the download of a checkpoint becomes files
 */
public record Systems(
        DataPort pachyderm,
        TrainingPort determined,
        ServingPort seldon,
        CodePort git,
        TrialAccess access,
        Unpack unpack)
        implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Systems.class);
    private static final int PACHYDERM_PORT = 30650;

    static Systems of(Settings settings, Path home) {
        return new Systems(
                new PachydermClient(new PachydermSettings(
                        settings.text(Setting.PACHYDERM_ADDRESS),
                        settings.path(Setting.PACHYDERM_TOKEN_FILE),
                        settings.path(Setting.PACHYDERM_CA_FILE))),
                new DeterminedClient(new DeterminedSettings(
                        URI.create(settings.text(Setting.DETERMINED_ADDRESS)),
                        Path.of(settings.text(Setting.DETERMINED_USER_FILE)),
                        Path.of(settings.text(Setting.DETERMINED_PASSWORD_FILE)),
                        settings.path(Setting.DETERMINED_CA_FILE))),
                new SeldonClient(new SeldonSettings(settings.path(Setting.KUBECONFIG))),
                new GitCode(home.resolve("integration").resolve("git")),
                access(settings),
                new TarUnpack());
    }

    private static TrialAccess access(Settings settings) {
        String address = settings.optional(Setting.TRIAL_PACHYDERM_ADDRESS)
                .orElseGet(() -> settings.text(Setting.PACHYDERM_ADDRESS));
        URI uri = URI.create(address);
        if (uri.getHost() == null) {
            throw new SettingsException("'" + address + "' is no address of Pachyderm: it reads grpc://host:port");
        }
        return new TrialAccess(
                uri.getHost(), uri.getPort() < 0 ? PACHYDERM_PORT : uri.getPort(), "grpcs".equals(uri.getScheme()));
    }

    @Override
    public void close() {
        for (Object port : List.of(pachyderm, determined, seldon)) {
            if (port instanceof AutoCloseable client) {
                try {
                    client.close();
                } catch (Exception e) {
                    LOG.warn("{} does not close: {}", port, e.toString());
                }
            }
        }
    }
}

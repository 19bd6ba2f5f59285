package caravan.sandbox.determined;

import caravan.sandbox.Credentials;
import caravan.sandbox.Images;
import caravan.sandbox.Images.Image;
import caravan.sandbox.Listener;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A master in a folder, which can be closed and started again. */
final class GivenMaster implements AutoCloseable {
    private final Path folder;
    private final Credentials credentials;
    private DeterminedServer server;

    GivenMaster(Path folder) {
        this.folder = folder;
        this.credentials = Credentials.open(folder.resolve("credentials"));
        start();
    }

    void start() {
        Image tiny = new Image(
                List.of(),
                List.of(),
                Map.of("TINY", Path.of("target/test-classes").toAbsolutePath().toString()));
        server = DeterminedServer.start(
                Listener.any(), folder.resolve("determined"), credentials, new Images(Map.of("caravan/tiny", tiny)));
    }

    Credentials credentials() {
        return credentials;
    }

    MasterClient anonymous() {
        return MasterClient.anonymous(server.port());
    }

    MasterClient user() {
        return anonymous().login("caravan", credentials.read(Credentials.DETERMINED_PASSWORD));
    }

    MasterClient admin() {
        return anonymous().login("admin", credentials.read(Credentials.DETERMINED_ADMIN_PASSWORD));
    }

    @Override
    public void close() {
        server.close();
    }
}

package caravan.cli;

import caravan.determined.DeterminedClient;
import caravan.determined.DeterminedSettings;
import caravan.loop.port.DataPort;
import caravan.loop.port.ServingPort;
import caravan.loop.port.TrainingPort;
import caravan.pachyderm.PachydermClient;
import caravan.pachyderm.PachydermSettings;
import caravan.seldon.SeldonClient;
import caravan.seldon.SeldonSettings;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;

/** Clients of a home's systems, for the person whose home it is; each connects with its first use. */
final class Systems implements AutoCloseable {
    private final Home home;
    private final Addresses addresses;
    private final Lazy<PachydermClient> data;
    private final Lazy<DeterminedClient> training;
    private final Lazy<SeldonClient> serving;

    Systems(Home home, Addresses addresses) {
        this.home = home;
        this.addresses = addresses;
        this.data = new Lazy<>(() -> new PachydermClient(pachyderm(home, addresses)));
        this.training = new Lazy<>(() -> new DeterminedClient(new DeterminedSettings(
                URI.create(addresses.determined()),
                home.credential("determined-user"),
                home.credential("determined-password"),
                addresses.caFile())));
        this.serving =
                new Lazy<>(() -> new SeldonClient(new SeldonSettings(Optional.of(home.credential("kubeconfig")))));
    }

    /** The systems that run in this home. */
    static Systems of(Home home) {
        return new Systems(
                home, home.addresses().orElseThrow(() -> new CliException("nothing runs in " + home.folder())));
    }

    Home home() {
        return home;
    }

    Addresses addresses() {
        return addresses;
    }

    /** Pachyderm, as its administrator. */
    static PachydermSettings pachyderm(Home home, Addresses addresses) {
        return new PachydermSettings(
                addresses.pachyderm(), Optional.of(home.credential("pachyderm-root-token")), addresses.caFile());
    }

    DataPort data() {
        return data.get();
    }

    TrainingPort training() {
        return training.get();
    }

    ServingPort serving() {
        return serving.get();
    }

    @Override
    public void close() {
        data.close();
        training.close();
        serving.close();
    }

    /** A client that is made with its first use, each under a lock of its own. */
    private static final class Lazy<T extends AutoCloseable> implements AutoCloseable {
        private final Supplier<T> maker;
        private T made;

        Lazy(Supplier<T> maker) {
            this.maker = maker;
        }

        synchronized T get() {
            if (made == null) {
                made = maker.get();
            }
            return made;
        }

        @Override
        public synchronized void close() {
            if (made != null) {
                try {
                    made.close();
                } catch (Exception e) {
                    throw new CliException("a client could not be closed: " + e.getMessage(), e);
                }
            }
        }
    }
}

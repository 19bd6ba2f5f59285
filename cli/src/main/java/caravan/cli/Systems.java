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

/** Clients of a home's systems, for the person whose home it is; each connects with its first use. */
final class Systems implements AutoCloseable {
    private final Home home;
    private final Addresses addresses;
    private PachydermClient data;
    private DeterminedClient training;
    private SeldonClient serving;

    Systems(Home home, Addresses addresses) {
        this.home = home;
        this.addresses = addresses;
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

    synchronized DataPort data() {
        if (data == null) {
            data = new PachydermClient(pachyderm(home, addresses));
        }
        return data;
    }

    synchronized TrainingPort training() {
        if (training == null) {
            training = new DeterminedClient(new DeterminedSettings(
                    URI.create(addresses.determined()),
                    home.credential("determined-user"),
                    home.credential("determined-password"),
                    addresses.caFile()));
        }
        return training;
    }

    synchronized ServingPort serving() {
        if (serving == null) {
            serving = new SeldonClient(new SeldonSettings(Optional.of(home.credential("kubeconfig"))));
        }
        return serving;
    }

    @Override
    public synchronized void close() {
        if (data != null) {
            data.close();
        }
        if (training != null) {
            training.close();
        }
        if (serving != null) {
            serving.close();
        }
    }
}

package caravan.determined.camel;

import caravan.determined.DeterminedClient;
import caravan.determined.DeterminedSettings;
import caravan.loop.port.TrainingPort;
import caravan.loop.watch.SystemWatch;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Experiments and model versions of Determined, with one login for all endpoints. */
@Component("determined")
public class DeterminedComponent extends DefaultComponent {
    @Metadata(description = "Address of the master, http://host:port or https://host:port")
    private String address;

    @Metadata(label = "security", description = "File that holds the user's name")
    private String userFile;

    @Metadata(label = "security", description = "File that holds the user's password")
    private String passwordFile;

    @Metadata(label = "security", description = "CA certificate (PEM) for https; without it, the system's are trusted")
    private String caFile;

    @Metadata(
            label = "advanced",
            autowired = true,
            description = "The client to use instead of one made from address, userFile, passwordFile and caFile")
    private TrainingPort client;

    @Metadata(
            label = "advanced",
            autowired = true,
            description = "Where it is reported how Determined is doing; by default an account of the component's own")
    private SystemWatch watch;

    private DeterminedClient own;

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        DeterminedEndpoint endpoint = new DeterminedEndpoint(uri, this);
        endpoint.setOperation(
                getCamelContext().getTypeConverter().mandatoryConvertTo(DeterminedOperation.class, remaining));
        setProperties(endpoint, parameters);
        return endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        if (watch == null) {
            watch = new SystemWatch();
        }
        if (client == null && address != null) {
            own = new DeterminedClient(new DeterminedSettings(
                    URI.create(address),
                    file("userFile", userFile),
                    file("passwordFile", passwordFile),
                    Optional.ofNullable(caFile).map(Path::of)));
        }
    }

    private static Path file(String option, String value) {
        if (value == null) {
            throw new IllegalArgumentException("the determined component needs the option '" + option + "'");
        }
        return Path.of(value);
    }

    @Override
    protected void doStop() throws Exception {
        if (own != null) {
            own.close();
            own = null;
        }
        super.doStop();
    }

    /** The client that all endpoints use. */
    TrainingPort port() {
        if (client != null) {
            return client;
        }
        if (own == null) {
            throw new IllegalStateException("the determined component needs the option 'address', or a client");
        }
        return own;
    }

    public String getAddress() {
        return address;
    }

    public void setAddress(String address) {
        this.address = address;
    }

    public String getUserFile() {
        return userFile;
    }

    public void setUserFile(String userFile) {
        this.userFile = userFile;
    }

    public String getPasswordFile() {
        return passwordFile;
    }

    public void setPasswordFile(String passwordFile) {
        this.passwordFile = passwordFile;
    }

    public String getCaFile() {
        return caFile;
    }

    public void setCaFile(String caFile) {
        this.caFile = caFile;
    }

    public TrainingPort getClient() {
        return client;
    }

    public void setClient(TrainingPort client) {
        this.client = client;
    }

    public SystemWatch getWatch() {
        return watch;
    }

    public void setWatch(SystemWatch watch) {
        this.watch = watch;
    }
}

package caravan.pachyderm.camel;

import caravan.loop.port.DataPort;
import caravan.loop.watch.SystemWatch;
import caravan.pachyderm.PachydermClient;
import caravan.pachyderm.PachydermSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Commits and files of Pachyderm, over one connection for all endpoints. */
@Component("pachyderm")
public class PachydermComponent extends DefaultComponent {
    @Metadata(description = "Address of the server, grpc://host:port or grpcs://host:port with TLS")
    private String address;

    @Metadata(label = "security", description = "File that holds the authentication token; without it, none is sent")
    private String tokenFile;

    @Metadata(label = "security", description = "CA certificate (PEM) for TLS; without it, the system's are trusted")
    private String caFile;

    @Metadata(
            label = "advanced",
            autowired = true,
            description = "The client to use instead of one made from address, tokenFile and caFile")
    private DataPort client;

    @Metadata(
            label = "advanced",
            autowired = true,
            description = "Where it is reported how Pachyderm is doing; by default an account of the component's own")
    private SystemWatch watch;

    private PachydermClient own;

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        PachydermEndpoint endpoint = new PachydermEndpoint(uri, this);
        endpoint.setOperation(
                getCamelContext().getTypeConverter().mandatoryConvertTo(PachydermOperation.class, remaining));
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
            own = new PachydermClient(new PachydermSettings(
                    address,
                    Optional.ofNullable(tokenFile).map(Path::of),
                    Optional.ofNullable(caFile).map(Path::of)));
        }
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
    DataPort port() {
        if (client != null) {
            return client;
        }
        if (own == null) {
            throw new IllegalStateException("the pachyderm component needs the option 'address', or a client");
        }
        return own;
    }

    public String getAddress() {
        return address;
    }

    public void setAddress(String address) {
        this.address = address;
    }

    public String getTokenFile() {
        return tokenFile;
    }

    public void setTokenFile(String tokenFile) {
        this.tokenFile = tokenFile;
    }

    public String getCaFile() {
        return caFile;
    }

    public void setCaFile(String caFile) {
        this.caFile = caFile;
    }

    public DataPort getClient() {
        return client;
    }

    public void setClient(DataPort client) {
        this.client = client;
    }

    public SystemWatch getWatch() {
        return watch;
    }

    public void setWatch(SystemWatch watch) {
        this.watch = watch;
    }
}

package caravan.seldon.camel;

import caravan.loop.port.ServingPort;
import caravan.loop.watch.SystemWatch;
import caravan.seldon.SeldonClient;
import caravan.seldon.SeldonSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Deployments of Seldon Core on Kubernetes, over one client for all endpoints. */
@Component("seldon")
public class SeldonComponent extends DefaultComponent {
    @Metadata(label = "security", description = "A kubeconfig file; without it, the pod's service account serves")
    private String kubeconfig;

    @Metadata(
            label = "advanced",
            autowired = true,
            description = "The client to use instead of one made from kubeconfig")
    private ServingPort client;

    @Metadata(
            label = "advanced",
            autowired = true,
            description = "Where it is reported how Seldon is doing; by default an account of the component's own")
    private SystemWatch watch;

    private SeldonClient own;

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        SeldonEndpoint endpoint = new SeldonEndpoint(uri, this);
        endpoint.setOperation(
                getCamelContext().getTypeConverter().mandatoryConvertTo(SeldonOperation.class, remaining));
        setProperties(endpoint, parameters);
        return endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        if (watch == null) {
            watch = new SystemWatch();
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
    synchronized ServingPort port() {
        if (client != null) {
            return client;
        }
        if (own == null) {
            own = new SeldonClient(
                    new SeldonSettings(Optional.ofNullable(kubeconfig).map(Path::of)));
        }
        return own;
    }

    public String getKubeconfig() {
        return kubeconfig;
    }

    public void setKubeconfig(String kubeconfig) {
        this.kubeconfig = kubeconfig;
    }

    public ServingPort getClient() {
        return client;
    }

    public void setClient(ServingPort client) {
        this.client = client;
    }

    public SystemWatch getWatch() {
        return watch;
    }

    public void setWatch(SystemWatch watch) {
        this.watch = watch;
    }
}

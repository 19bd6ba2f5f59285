package caravan.app;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Every setting of the integration: a line of {@code application.properties}, or a variable of the environment. */
public enum Setting {
    HOME(
            "caravan.home",
            "",
            "Folder for what the integration keeps: its addresses, logins and copies of git repositories"),
    ROUTES("caravan.routes", "routes", "Folder of the routes, kamelets and manifests"),
    USE_CASES("caravan.use-cases", "routes/use-cases", "Folder of the use cases, one file each"),
    LIBS("caravan.libs", "", "Folder of jars and classes with routes in the Java DSL"),
    JAVA_ROUTES(
            "routes.java", "false", "Whether .java files beside the YAML routes are compiled and run in this process"),
    HOST("caravan.host", "127.0.0.1", "Address that health, metrics and Jolokia listen on"),
    PORT("caravan.port", "0", "Their port; 0 keeps the last one, or takes any that is free"),
    CONSOLE_USER_FILE(
            "caravan.console.user-file",
            "",
            "File with the user name for the console's side of that server; made under the home where it is missing"),
    CONSOLE_PASSWORD_FILE("caravan.console.password-file", "", "File with that user's password; made likewise"),
    RELOAD(
            "caravan.reload",
            "true",
            "Whether saved routes and use cases are taken over while it runs, after lint has passed"),
    RESYNC("caravan.resync", "60s", "How often every use case is looked at without any event"),
    POLL("caravan.poll", "200ms", "How often the systems are asked for news"),
    WORKERS("caravan.workers", "4", "Use cases that one step works on at the same time"),
    CLUSTER("caravan.cluster", "false", "Whether several integrations agree on a leader by a Kubernetes lease"),
    CLUSTER_NAMESPACE("caravan.cluster.namespace", "caravan", "Namespace of the lease"),
    CLUSTER_LEASE("caravan.cluster.lease", "15s", "How long a leader that went silent is waited for"),
    PACHYDERM_ADDRESS("caravan.pachyderm.address", "grpc://localhost:30650", "Pachyderm; grpcs:// with TLS"),
    PACHYDERM_TOKEN_FILE(
            "caravan.pachyderm.token-file", "", "File with the token of Caravan's robot; blank where auth is off"),
    PACHYDERM_CA_FILE("caravan.pachyderm.ca-file", "", "Certificate (PEM) to trust; blank for the system's"),
    PACHYDERM_STREAM("caravan.pachyderm.stream", "false", "Whether commits are also announced by a subscription"),
    TRIAL_PACHYDERM_ADDRESS("caravan.trial.pachyderm.address", "", "Pachyderm as trials reach it, where that differs"),
    SERVER_PACHYDERM_ADDRESS(
            "caravan.server.pachyderm.address", "", "Pachyderm as model servers reach it, where that differs"),
    DETERMINED_ADDRESS("caravan.determined.address", "http://localhost:8080", "Determined's master"),
    DETERMINED_USER_FILE("caravan.determined.user-file", "", "File with the name of Caravan's user"),
    DETERMINED_PASSWORD_FILE("caravan.determined.password-file", "", "File with that user's password"),
    DETERMINED_CA_FILE("caravan.determined.ca-file", "", "Certificate (PEM) to trust; blank for the system's"),
    KUBECONFIG(
            "caravan.kubernetes.kubeconfig",
            "",
            "Kubeconfig file; blank inside a cluster, where the pod's service account serves"),
    GATEWAY_ADDRESS("caravan.gateway.address", "", "The gateway before the deployments, for people"),
    DETECTORS_ADDRESS(
            "caravan.detectors.address", "", "The detectors' service; blank where predictions are not watched"),
    EVENTS_HOST("caravan.events.host", "127.0.0.1", "Address that the listener for prediction events binds"),
    EVENTS_PORT("caravan.events.port", "0", "Its port; 0 keeps the last one, or takes any that is free"),
    EVENTS_PATH_FILE("caravan.events.path-file", "", "File with the listener's secret path"),
    EVENTS_URL(
            "caravan.events.url", "", "The listener as the deployments reach it, without the path, where that differs"),
    CODE_GIT("caravan.code.git", "", "Git repository that use cases name as {{caravan.code.git}}"),
    ALERT_URL("caravan.alert.url", "", "Where alerts are posted as JSON; blank for the log alone");

    private final String key;
    private final String otherwise;
    private final String meaning;

    Setting(String key, String otherwise, String meaning) {
        this.key = key;
        this.otherwise = otherwise;
        this.meaning = meaning;
    }

    /** The key in {@code application.properties}. */
    public String key() {
        return key;
    }

    /** The variable of the environment that has precedence over the file. */
    public String variable() {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** The value where neither says anything. */
    public String otherwise() {
        return otherwise;
    }

    /** What it means, for the README's table. */
    public String meaning() {
        return meaning;
    }

    /** The setting with that key. */
    public static Optional<Setting> of(String key) {
        return Arrays.stream(values()).filter(s -> s.key.equals(key)).findFirst();
    }
}

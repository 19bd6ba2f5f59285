package caravan.sandbox.kubernetes;

import caravan.sandbox.Credentials;
import caravan.sandbox.Listener;
import caravan.sandbox.kubernetes.http.ApiServer;
import caravan.sandbox.kubernetes.http.Kubeconfig;
import caravan.sandbox.kubernetes.http.Tokens;
import caravan.sandbox.kubernetes.http.User;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** The API server with its state in one folder. */
public final class KubernetesServer implements AutoCloseable {
    /** Credential: how to reach the API as one who may do anything. */
    public static final String KUBECONFIG = "kubeconfig";

    /** Credential: how to reach the API as the integration's own account, which may do what roles bound to it allow. */
    public static final String CARAVAN_KUBECONFIG = "caravan-kubeconfig";

    private static final String CARAVAN = "caravan";
    private static final String CARAVAN_TOKEN = "kubernetes-caravan-token";
    private static final String ADMIN_TOKEN = "kubernetes-admin-token";

    private final ObjectStore store;
    private final ApiServer server;
    private final BadDay badDay;

    private KubernetesServer(ObjectStore store, ApiServer server, BadDay badDay) {
        this.store = store;
        this.server = server;
        this.badDay = badDay;
    }

    /** Starts it and writes the credentials {@value #KUBECONFIG} and {@value #CARAVAN_KUBECONFIG}; it accepts requests when this returns. */
    public static KubernetesServer start(Listener listener, Path folder, Credentials credentials) throws IOException {
        String admin = token(credentials, ADMIN_TOKEN);
        String caravan = token(credentials, CARAVAN_TOKEN);
        ObjectStore store = ObjectStore.open(folder);
        try {
            Definitions.ensure(store);
            BadDay badDay = new BadDay();
            ApiServer server = ApiServer.start(
                    listener,
                    store,
                    badDay,
                    new Tokens(Map.of(admin, User.admin(), caravan, User.serviceAccount(CARAVAN, CARAVAN))),
                    (namespace, pod, container, previous) -> Optional.empty());
            credentials.write(KUBECONFIG, Kubeconfig.of(listener, server.port(), "kubernetes-admin", admin, "default"));
            credentials.write(CARAVAN_KUBECONFIG, Kubeconfig.of(listener, server.port(), CARAVAN, caravan, CARAVAN));
            ensureAccount(store);
            return new KubernetesServer(store, server, badDay);
        } catch (IOException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static void ensureAccount(ObjectStore store) {
        store.ensureNamespace(CARAVAN);
        if (store.get(Kinds.SERVICE_ACCOUNT, CARAVAN, CARAVAN).isEmpty()) {
            ObjectNode account = Json.object();
            account.withObject("/metadata").put("name", CARAVAN).put("namespace", CARAVAN);
            store.create(Kinds.SERVICE_ACCOUNT, account, Write.by("kube-apiserver"));
        }
    }

    private static String token(Credentials credentials, String name) {
        if (!credentials.has(name)) {
            byte[] secret = new byte[24];
            new SecureRandom().nextBytes(secret);
            credentials.write(name, HexFormat.of().formatHex(secret));
        }
        return credentials.read(name);
    }

    /** Where it listens. */
    public int port() {
        return server.port();
    }

    /** The objects that it serves. */
    public ObjectStore store() {
        return store;
    }

    /** What goes wrong today. */
    public BadDay badDay() {
        return badDay;
    }

    /** Where the logs of pods are found from now on. */
    public void logs(PodLogs source) {
        server.logs(source);
    }

    @Override
    public void close() {
        server.close();
        store.close();
    }
}

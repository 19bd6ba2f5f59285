package caravan.cli;

import java.util.ArrayList;
import java.util.List;

/** What people need to reach the systems of a home: addresses, and environment lines for the real clients. No secret. */
record Environment(Home home, Addresses addresses, Home.IntegrationAddress integration) {

    static Environment of(Home home) {
        return new Environment(
                home,
                home.addresses().orElseThrow(() -> new CliException("nothing runs in " + home.folder())),
                home.integration().orElse(null));
    }

    void print(Console console) {
        lines().forEach(console::result);
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("Pachyderm   " + addresses.pachyderm());
        lines.add("Determined  " + addresses.determined());
        lines.add("Kubernetes  " + addresses.kubernetes());
        lines.add("Gateway     " + addresses.gateway() + "  (gRPC " + addresses.gatewayGrpc() + ")");
        if (addresses.detectors() != null) {
            lines.add("Detectors   " + addresses.detectors());
        }
        if (integration != null) {
            lines.add("Caravan     " + integration.url());
        }
        lines.add("");
        lines.add("For pachctl, det, kubectl and curl (the files hold the secrets):");
        lines.add("  export PACH_CONFIG="
                + quoted(home.credential("pachyderm-config.json").toString()));
        lines.add("  export DET_MASTER=" + addresses.determined() + " DET_USER=caravan");
        lines.add("  det user login caravan   # the password is in " + home.credential("determined-password"));
        lines.add("  export KUBECONFIG=" + quoted(home.credential("kubeconfig").toString()));
        lines.add("  export CARAVAN_GATEWAY=" + addresses.gateway());
        addresses
                .caFile()
                .ifPresent(ca -> lines.add("  export DET_MASTER_CERT_FILE=" + quoted(ca.toString()) + " CURL_CA_BUNDLE="
                        + quoted(ca.toString())));
        lines.add("");
        return lines;
    }

    private static String quoted(String text) {
        return text.matches("[A-Za-z0-9_./:-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}

package caravan.sandbox.pachyderm;

import caravan.sandbox.Credentials;
import caravan.sandbox.pachyderm.metadata.Metadata;
import caravan.sandbox.pachyderm.metadata.ProjectRow;
import caravan.sandbox.pachyderm.metadata.ResourceName;
import java.util.Map;

/** What is there from the first start on: the default project, the root user, and the tokens of the home's credentials. */
final class Beginnings {
    private static final String ROOT = "pach:root";

    private Beginnings() {}

    static void ensure(Metadata metadata, Credentials credentials) {
        metadata.write(tx -> {
            if (metadata.project(Wire.DEFAULT_PROJECT).isEmpty()) {
                tx.put(new ProjectRow(Wire.DEFAULT_PROJECT, "", tx.now(), ""));
                tx.put(Bindings.of(
                        ResourceName.project(Wire.DEFAULT_PROJECT), Map.of(Access.EVERYBODY, Role.projectWriter)));
                tx.put(Bindings.of(
                        ResourceName.CLUSTER,
                        Map.of(
                                Access.EVERYBODY,
                                Role.projectCreator,
                                "internal:auth-server",
                                Role.clusterAdmin,
                                ROOT,
                                Role.clusterAdmin)));
            }
            return tx;
        });
        Tokens tokens = new Tokens(metadata);
        Map.of(
                        Credentials.PACHYDERM_ROOT, ROOT,
                        Credentials.PACHYDERM_ROBOT, "robot:seldon",
                        Credentials.PACHYDERM_TRIAL, "robot:trial",
                        Credentials.PACHYDERM_SERVER, "robot:server")
                .forEach(
                        (credential, principal) -> tokens.provide(credential, credentials.read(credential), principal));
    }
}

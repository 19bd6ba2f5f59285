package caravan.sandbox.pachyderm;

import caravan.proto.auth.Permission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a role allows. */
enum Role {
    repoReader(
            Permission.REPO_READ,
            Permission.REPO_INSPECT_COMMIT,
            Permission.REPO_LIST_COMMIT,
            Permission.REPO_LIST_BRANCH,
            Permission.REPO_LIST_FILE,
            Permission.REPO_INSPECT_FILE,
            Permission.REPO_ADD_PIPELINE_READER,
            Permission.REPO_REMOVE_PIPELINE_READER,
            Permission.PIPELINE_LIST_JOB),
    repoWriter(
            repoReader,
            Permission.REPO_WRITE,
            Permission.REPO_DELETE_COMMIT,
            Permission.REPO_CREATE_BRANCH,
            Permission.REPO_DELETE_BRANCH,
            Permission.REPO_ADD_PIPELINE_WRITER),
    repoOwner(repoWriter, Permission.REPO_MODIFY_BINDINGS, Permission.REPO_DELETE),
    projectViewer(Permission.PROJECT_LIST_REPO),
    projectWriter(projectViewer, Permission.PROJECT_CREATE_REPO),
    projectOwner(repoOwner, permissions(projectWriter, Permission.PROJECT_DELETE, Permission.PROJECT_MODIFY_BINDINGS)),
    projectCreator(Permission.PROJECT_CREATE),
    robotUser(Permission.CLUSTER_AUTH_GET_ROBOT_TOKEN),
    clusterAdmin(Arrays.stream(Permission.values())
            .filter(p -> p != Permission.UNRECOGNIZED)
            .filter(p -> p != Permission.PERMISSION_UNKNOWN)
            .toArray(Permission[]::new));

    private final List<Permission> permissions;

    Role(Permission... permissions) {
        this.permissions = List.of(permissions);
    }

    Role(Role base, Permission... more) {
        this.permissions = List.of(permissions(base, more));
    }

    private static Permission[] permissions(Role base, Permission... more) {
        List<Permission> all = new ArrayList<>(base.permissions);
        all.addAll(List.of(more));
        return all.toArray(Permission[]::new);
    }

    List<Permission> permissions() {
        return permissions;
    }

    /** Whether it says anything about a resource of this type. */
    boolean concerns(String resourceType) {
        return resourceType.equals("CLUSTER")
                || permissions.stream().anyMatch(p -> p.name().startsWith(resourceType + "_"));
    }

    static Optional<Role> named(String name) {
        return Arrays.stream(values()).filter(r -> r.name().equals(name)).findFirst();
    }
}

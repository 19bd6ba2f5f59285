package caravan.sandbox.pachyderm;

import caravan.proto.auth.Permission;
import caravan.sandbox.pachyderm.metadata.BindingRow;
import caravan.sandbox.pachyderm.metadata.Metadata;
import caravan.sandbox.pachyderm.metadata.RepoName;
import caravan.sandbox.pachyderm.metadata.ResourceName;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Who may do what: the roles of a principal on a repo are those on the repo, its project and the cluster. */
final class Access {
    static final String EVERYBODY = "allClusterUsers";

    private final Metadata metadata;

    Access(Metadata metadata) {
        this.metadata = metadata;
    }

    /** Refuses the present caller what it may not. */
    void require(RepoName repo, Permission... permissions) {
        require(Caller.present(), ResourceName.repo(repo), permissions);
    }

    /** Refuses the present caller what it may not. */
    void require(ResourceName resource, Permission... permissions) {
        require(Caller.present(), resource, permissions);
    }

    /** Refuses what the caller may not. */
    void require(Caller caller, ResourceName resource, Permission... permissions) {
        Set<Permission> missing = EnumSet.copyOf(Arrays.asList(permissions));
        List<ResourceName> above = above(resource);
        for (ResourceName each : above) {
            binding(each).ifPresent(binding -> missing.removeAll(granted(binding, caller.principal())));
        }
        if (missing.isEmpty()) {
            return;
        }
        BindingRow own =
                binding(resource).orElseThrow(() -> Refusals.unknown("no role binding exists for " + resource));
        missing.removeAll(granted(own, caller.principal()));
        if (!missing.isEmpty()) {
            throw Status.PERMISSION_DENIED
                    .withDescription(caller.principal()
                            + " is not authorized to perform this operation - needs permissions ["
                            + Arrays.stream(permissions).map(Enum::name).collect(Collectors.joining(" ")) + "] on "
                            + resource
                            + ". Run `pachctl auth roles-for-permission` to find roles that grant a given permission.")
                    .asRuntimeException();
        }
    }

    /** Whether the present caller may. */
    boolean allowed(ResourceName resource, Permission permission) {
        return roles(resource, Caller.present().principal()).stream()
                .anyMatch(role -> role.permissions().contains(permission));
    }

    /** The roles that say something about the resource, by name. */
    List<Role> roles(ResourceName resource, String principal) {
        List<ResourceName> all = new ArrayList<>(above(resource));
        all.add(resource);
        return all.stream()
                .flatMap(each -> binding(each).stream())
                .flatMap(binding -> roles(binding, principal).stream())
                .filter(role -> role.concerns(resource.type()))
                .distinct()
                .sorted(java.util.Comparator.comparing(Enum::name))
                .toList();
    }

    Optional<BindingRow> binding(ResourceName resource) {
        return metadata.binding(resource);
    }

    private static List<ResourceName> above(ResourceName resource) {
        return switch (resource.type()) {
            case "CLUSTER" -> List.of();
            case "REPO" ->
                List.of(
                        ResourceName.CLUSTER,
                        ResourceName.project(resource.name().split("/", 2)[0]));
            default -> List.of(ResourceName.CLUSTER);
        };
    }

    private static Set<Permission> granted(BindingRow binding, String principal) {
        Set<Permission> granted = EnumSet.noneOf(Permission.class);
        roles(binding, principal).forEach(role -> granted.addAll(role.permissions()));
        return granted;
    }

    private static List<Role> roles(BindingRow binding, String principal) {
        return List.of(principal, EVERYBODY).stream()
                .flatMap(p -> binding.entries().getOrDefault(p, new java.util.TreeSet<>()).stream())
                .flatMap(name -> Role.named(name).stream())
                .toList();
    }
}

package caravan.sandbox.pachyderm;

import caravan.proto.auth.Permission;
import caravan.proto.pfs.AuthInfo;
import caravan.proto.pfs.CreateProjectRequest;
import caravan.proto.pfs.DeleteProjectRequest;
import caravan.proto.pfs.Project;
import caravan.proto.pfs.ProjectInfo;
import caravan.sandbox.pachyderm.metadata.Metadata;
import caravan.sandbox.pachyderm.metadata.ProjectRow;
import caravan.sandbox.pachyderm.metadata.ResourceName;
import java.util.Map;
import java.util.regex.Pattern;

/** Projects. */
final class ProjectCalls {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]+");

    private final Metadata metadata;
    private final Access access;

    ProjectCalls(Metadata metadata, Access access) {
        this.metadata = metadata;
        this.access = access;
    }

    /** Refuses names that no project, repo or branch may have. */
    static void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw Refusals.unknown(
                    "name (" + name + ") invalid: only alphanumeric characters, underscores, and dashes are allowed");
        }
    }

    void create(CreateProjectRequest request) {
        if (!request.hasProject()) {
            throw Refusals.unknown("invalid project name: nil project");
        }
        String name = request.getProject().getName();
        checkName(name);
        Caller caller = Caller.present();
        access.require(ResourceName.CLUSTER, Permission.PROJECT_CREATE);
        metadata.write(tx -> {
            ProjectRow known = metadata.project(name).orElse(null);
            if (known != null && !request.getUpdate()) {
                throw Refusals.exists("project \"" + name + "\" already exists");
            }
            tx.put(
                    known == null
                            ? new ProjectRow(name, request.getDescription(), tx.now(), caller.principal())
                            : new ProjectRow(name, request.getDescription(), known.created(), known.createdBy()));
            if (known == null) {
                tx.put(Bindings.of(ResourceName.project(name), Map.of(caller.principal(), Role.projectOwner)));
            }
            return name;
        });
    }

    ProjectInfo inspect(Project project) {
        return info(row(project));
    }

    void list(Outflow<ProjectInfo> out) throws InterruptedException {
        for (ProjectRow row : metadata.projects()) {
            out.send(info(row));
        }
    }

    void delete(DeleteProjectRequest request) {
        ProjectRow row = row(request.getProject());
        ResourceName resource = ResourceName.project(row.name());
        access.require(resource, Permission.PROJECT_DELETE);
        metadata.write(tx -> {
            metadata.repos().stream()
                    .filter(repo -> repo.name().project().equals(row.name()))
                    .findFirst()
                    .ifPresent(repo -> {
                        throw Refusals.unknown("cannot delete project " + row.name() + ": it still has repo "
                                + repo.name() + "; delete it first");
                    });
            tx.drop(row);
            metadata.binding(resource).ifPresent(tx::drop);
            return row;
        });
    }

    private ProjectRow row(Project project) {
        if (project.getName().isEmpty()) {
            throw Refusals.invalid("validate request: invalid InspectProjectRequest.Project: value is required");
        }
        return metadata.project(project.getName())
                .orElseThrow(() -> Refusals.notFound("project \"" + project.getName() + "\" not found"));
    }

    private ProjectInfo info(ProjectRow row) {
        AuthInfo.Builder auth = AuthInfo.newBuilder();
        access.roles(ResourceName.project(row.name()), Caller.present().principal())
                .forEach(role -> auth.addRoles(role.name()).addAllPermissions(role.permissions()));
        return Wire.project(row).setAuthInfo(auth).build();
    }
}

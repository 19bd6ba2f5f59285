package caravan.sandbox.pachyderm;

import caravan.proto.auth.APIGrpc;
import caravan.proto.auth.ActivateRequest;
import caravan.proto.auth.ActivateResponse;
import caravan.proto.auth.AuthenticateRequest;
import caravan.proto.auth.AuthenticateResponse;
import caravan.proto.auth.AuthorizeRequest;
import caravan.proto.auth.AuthorizeResponse;
import caravan.proto.auth.GetPermissionsForPrincipalRequest;
import caravan.proto.auth.GetPermissionsRequest;
import caravan.proto.auth.GetPermissionsResponse;
import caravan.proto.auth.GetRobotTokenRequest;
import caravan.proto.auth.GetRobotTokenResponse;
import caravan.proto.auth.GetRoleBindingRequest;
import caravan.proto.auth.GetRoleBindingResponse;
import caravan.proto.auth.ModifyRoleBindingRequest;
import caravan.proto.auth.ModifyRoleBindingResponse;
import caravan.proto.auth.Permission;
import caravan.proto.auth.Resource;
import caravan.proto.auth.RevokeAuthTokenRequest;
import caravan.proto.auth.RevokeAuthTokenResponse;
import caravan.proto.auth.RoleBinding;
import caravan.proto.auth.Roles;
import caravan.proto.auth.WhoAmIRequest;
import caravan.proto.auth.WhoAmIResponse;
import caravan.sandbox.pachyderm.metadata.BindingRow;
import caravan.sandbox.pachyderm.metadata.Metadata;
import caravan.sandbox.pachyderm.metadata.ResourceName;
import io.grpc.stub.StreamObserver;

/** Tokens and roles. Auth is always on. */
final class AuthService extends APIGrpc.APIImplBase {
    private final Metadata metadata;
    private final Access access;
    private final Tokens tokens;

    AuthService(Metadata metadata, Access access) {
        this.metadata = metadata;
        this.access = access;
        this.tokens = new Tokens(metadata);
    }

    @Override
    public void activate(ActivateRequest request, StreamObserver<ActivateResponse> answer) {
        answer.onError(io.grpc.Status.UNIMPLEMENTED
                .withDescription("the auth service is already activated")
                .asRuntimeException());
    }

    @Override
    public void authenticate(AuthenticateRequest request, StreamObserver<AuthenticateResponse> answer) {
        answer.onError(Refusals.unknown("OIDC ID provider configuration not found"));
    }

    @Override
    public void whoAmI(WhoAmIRequest request, StreamObserver<WhoAmIResponse> answer) {
        Calls.one(answer, () -> {
            WhoAmIResponse.Builder who =
                    WhoAmIResponse.newBuilder().setUsername(Caller.present().principal());
            if (Caller.present().expires() != null) {
                who.setExpiration(Wire.time(Caller.present().expires()));
            }
            return who.build();
        });
    }

    @Override
    public void getRobotToken(GetRobotTokenRequest request, StreamObserver<GetRobotTokenResponse> answer) {
        Calls.one(answer, () -> {
            access.require(ResourceName.CLUSTER, Permission.CLUSTER_AUTH_GET_ROBOT_TOKEN);
            String name = request.getRobot().startsWith("robot:")
                    ? request.getRobot().substring("robot:".length())
                    : request.getRobot();
            if (name.contains(":")) {
                throw Refusals.unknown("robot names cannot contain colons (':')");
            }
            return GetRobotTokenResponse.newBuilder()
                    .setToken(tokens.make("robot:" + name, request.getTtl()))
                    .build();
        });
    }

    @Override
    public void revokeAuthToken(RevokeAuthTokenRequest request, StreamObserver<RevokeAuthTokenResponse> answer) {
        Calls.one(answer, () -> {
            access.require(ResourceName.CLUSTER, Permission.CLUSTER_AUTH_REVOKE_USER_TOKENS);
            return RevokeAuthTokenResponse.newBuilder()
                    .setNumber(tokens.revoke(request.getToken()) ? 1 : 0)
                    .build();
        });
    }

    @Override
    public void modifyRoleBinding(ModifyRoleBindingRequest request, StreamObserver<ModifyRoleBindingResponse> answer) {
        Calls.one(answer, () -> {
            ResourceName resource = resource(request.getResource());
            access.require(
                    resource,
                    switch (resource.type()) {
                        case "CLUSTER" -> Permission.CLUSTER_MODIFY_BINDINGS;
                        case "PROJECT" -> Permission.PROJECT_MODIFY_BINDINGS;
                        default -> Permission.REPO_MODIFY_BINDINGS;
                    });
            metadata.write(tx -> {
                tx.put(Bindings.with(binding(resource), request.getPrincipal(), request.getRolesList()));
                return resource;
            });
            return ModifyRoleBindingResponse.getDefaultInstance();
        });
    }

    @Override
    public void getRoleBinding(GetRoleBindingRequest request, StreamObserver<GetRoleBindingResponse> answer) {
        Calls.one(answer, () -> {
            RoleBinding.Builder binding = RoleBinding.newBuilder();
            binding(resource(request.getResource())).entries().forEach((principal, roles) -> {
                Roles.Builder held = Roles.newBuilder();
                roles.forEach(role -> held.putRoles(role, true));
                binding.putEntries(principal, held.build());
            });
            return GetRoleBindingResponse.newBuilder().setBinding(binding).build();
        });
    }

    @Override
    public void getPermissions(GetPermissionsRequest request, StreamObserver<GetPermissionsResponse> answer) {
        Calls.one(
                answer,
                () -> permissions(request.getResource(), Caller.present().principal()));
    }

    @Override
    public void getPermissionsForPrincipal(
            GetPermissionsForPrincipalRequest request, StreamObserver<GetPermissionsResponse> answer) {
        Calls.one(answer, () -> {
            access.require(ResourceName.CLUSTER, Permission.CLUSTER_AUTH_GET_PERMISSIONS_FOR_PRINCIPAL);
            return permissions(request.getResource(), request.getPrincipal());
        });
    }

    private GetPermissionsResponse permissions(Resource named, String principal) {
        ResourceName resource = resource(named);
        binding(resource);
        GetPermissionsResponse.Builder response = GetPermissionsResponse.newBuilder();
        access.roles(resource, principal)
                .forEach(role -> response.addRoles(role.name()).addAllPermissions(role.permissions()));
        return response.build();
    }

    @Override
    public void authorize(AuthorizeRequest request, StreamObserver<AuthorizeResponse> answer) {
        Calls.one(answer, () -> {
            ResourceName resource = resource(request.getResource());
            binding(resource);
            AuthorizeResponse.Builder response =
                    AuthorizeResponse.newBuilder().setPrincipal(Caller.present().principal());
            for (Permission permission : request.getPermissionsList()) {
                if (access.allowed(resource, permission)) {
                    response.addSatisfied(permission);
                } else {
                    response.addMissing(permission);
                }
            }
            return response.setAuthorized(response.getMissingCount() == 0).build();
        });
    }

    private BindingRow binding(ResourceName resource) {
        return access.binding(resource).orElseThrow(() -> Refusals.unknown("no role binding exists for " + resource));
    }

    private static ResourceName resource(Resource resource) {
        return new ResourceName(resource.getType().name(), resource.getName());
    }
}

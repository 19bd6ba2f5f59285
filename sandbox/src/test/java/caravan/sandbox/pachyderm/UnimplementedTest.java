package caravan.sandbox.pachyderm;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Empty;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnimplementedTest {
    @TempDir
    Path home;

    @Test
    void what_is_not_there_is_refused_by_its_name() throws Exception {
        try (Pachyderm pachyderm = new Pachyderm(home)) {
            assertThatThrownBy(() -> call(pachyderm, "pps_v2.API/ListPipeline"))
                    .hasMessage("UNIMPLEMENTED: unknown service pps_v2.API");
            assertThatThrownBy(() -> call(pachyderm, "pfs.API/ListRepo"))
                    .hasMessage("UNIMPLEMENTED: unknown service pfs.API");
            assertThatThrownBy(() -> call(pachyderm, "pfs_v2.API/Fsck"))
                    .hasMessage("UNIMPLEMENTED: unknown method Fsck for service pfs_v2.API");
            assertThatThrownBy(() -> call(pachyderm, "pfs_v2.API/GetFileSet"))
                    .hasMessageStartingWith("UNIMPLEMENTED:")
                    .hasMessageContaining("GetFileSet");
        }
    }

    private static void call(Pachyderm pachyderm, String method) {
        MethodDescriptor<Empty, Empty> descriptor = MethodDescriptor.<Empty, Empty>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(method)
                .setRequestMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
                .setResponseMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
                .build();
        ClientCalls.blockingUnaryCall(
                io.grpc.ClientInterceptors.intercept(pachyderm.channel(), Pachyderm.token(pachyderm.root())),
                descriptor,
                CallOptions.DEFAULT,
                Empty.getDefaultInstance());
    }
}

package caravan.sandbox.pachyderm;

import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Set;

/** Answers calls that nobody serves, by their name. */
final class Unknowns extends HandlerRegistry {
    private final Set<String> services;

    Unknowns(Set<String> services) {
        this.services = services;
    }

    @Override
    public ServerMethodDefinition<?, ?> lookupMethod(String name, String authority) {
        String service = MethodDescriptor.extractFullServiceName(name);
        String method = name.substring(name.lastIndexOf('/') + 1);
        Status status = Status.UNIMPLEMENTED.withDescription(
                services.contains(service)
                        ? "unknown method " + method + " for service " + service
                        : "unknown service " + service);
        return ServerMethodDefinition.create(
                MethodDescriptor.<byte[], byte[]>newBuilder()
                        .setType(MethodDescriptor.MethodType.UNKNOWN)
                        .setFullMethodName(name)
                        .setRequestMarshaller(new Bytes())
                        .setResponseMarshaller(new Bytes())
                        .build(),
                (call, headers) -> {
                    call.close(status, new Metadata());
                    return new ServerCall.Listener<byte[]>() {};
                });
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

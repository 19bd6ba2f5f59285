package caravan.pachyderm;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall;
import io.grpc.ForwardingClientCallListener;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One connection to a Pachyderm server, for all calls; every call carries the token from its file. */
public final class PachydermChannel implements AutoCloseable {
    private static final int DEFAULT_PORT = 30650;
    private static final int LARGEST_MESSAGE = 20 << 20;
    private static final Metadata.Key<String> TOKEN = Metadata.Key.of("authn-token", Metadata.ASCII_STRING_MARSHALLER);

    private final ManagedChannel channel;

    /** Connects lazily. */
    public PachydermChannel(PachydermSettings settings) {
        URI address = address(settings.address());
        boolean tls = List.of("grpcs", "https").contains(address.getScheme());
        int port = address.getPort() < 0 ? DEFAULT_PORT : address.getPort();
        NettyChannelBuilder builder = NettyChannelBuilder.forAddress(address.getHost(), port)
                .maxInboundMessageSize(LARGEST_MESSAGE)
                .keepAliveTime(30, TimeUnit.SECONDS)
                .keepAliveTimeout(20, TimeUnit.SECONDS)
                .intercept(new TokenInterceptor(settings.tokenFile()));
        if (tls) {
            try {
                settings.caFile().ifPresentOrElse(ca -> trust(builder, ca), builder::useTransportSecurity);
            } catch (UncheckedIOException e) {
                throw new IllegalArgumentException("the CA certificate cannot be used: " + e.getMessage(), e);
            }
        } else {
            builder.usePlaintext();
        }
        this.channel = builder.build();
    }

    private static URI address(String text) {
        URI address = URI.create(text.contains("://") ? text : "grpc://" + text);
        if (address.getHost() == null
                || !List.of("grpc", "grpcs", "http", "https").contains(address.getScheme())) {
            throw new IllegalArgumentException("'" + text
                    + "' is no address of a Pachyderm server; it must read grpc://host:port or grpcs://host:port");
        }
        return address;
    }

    private static void trust(NettyChannelBuilder builder, Path ca) {
        try {
            builder.sslContext(
                    GrpcSslContexts.forClient().trustManager(ca.toFile()).build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For stubs. */
    public Channel channel() {
        return channel;
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    private static final class TokenInterceptor implements ClientInterceptor {
        private final Optional<Path> file;
        private volatile String token;

        TokenInterceptor(Optional<Path> file) {
            this.file = file;
        }

        @Override
        public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
            return new ForwardingClientCall.SimpleForwardingClientCall<>(next.newCall(method, options)) {
                @Override
                public void start(Listener<A> listener, Metadata headers) {
                    file.ifPresent(f -> headers.put(TOKEN, token(f)));
                    super.start(
                            new ForwardingClientCallListener.SimpleForwardingClientCallListener<>(listener) {
                                @Override
                                public void onClose(Status status, Metadata trailers) {
                                    if (PachydermErrors.refused(status)) {
                                        token = null;
                                    }
                                    super.onClose(status, trailers);
                                }
                            },
                            headers);
                }
            };
        }

        private String token(Path path) {
            String known = token;
            if (known == null) {
                try {
                    known = Files.readString(path).trim();
                } catch (IOException e) {
                    throw new UncheckedIOException("the token file " + path + " cannot be read", e);
                }
                token = known;
            }
            return known;
        }
    }
}

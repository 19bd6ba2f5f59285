package caravan.app.login;

import io.vertx.core.Future;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.AuthenticationProvider;
import io.vertx.ext.web.handler.AuthenticationHandler;
import io.vertx.ext.web.handler.BasicAuthHandler;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Service;
import org.apache.camel.component.platform.http.main.DefaultMainHttpServerFactory;
import org.apache.camel.component.platform.http.main.ManagementHttpServer;
import org.apache.camel.component.platform.http.vertx.auth.AuthenticationConfig.AuthenticationConfigEntry;
import org.apache.camel.component.platform.http.vertx.auth.AuthenticationConfig.AuthenticationHandlerFactory;
import org.apache.camel.component.platform.http.vertx.auth.AuthenticationConfig.AuthenticationProviderFactory;
import org.apache.camel.main.HttpManagementServerConfigurationProperties;
import org.apache.camel.main.HttpServerConfigurationProperties;
import org.apache.camel.main.MainHttpServerFactory;

/** Makes Camel's management server ask for the login on every path but the open ones. A bean of this type is found by Camel. */
public final class GuardedServers implements MainHttpServerFactory {
    private static final String REALM = "caravan";

    private final Login login;
    private final Set<String> open;
    private final DefaultMainHttpServerFactory servers = new DefaultMainHttpServerFactory();

    /**
     * Guards with one login.
     *
     * @param open paths that are answered without it, and all below them
     */
    public GuardedServers(Login login, Set<String> open) {
        this.login = login;
        this.open = Set.copyOf(open);
    }

    @Override
    public Service newHttpServer(CamelContext context, HttpServerConfigurationProperties configuration) {
        throw new IllegalStateException(
                "camel.server is not used here: two of Camel's servers are in each other's way");
    }

    @Override
    public Service newHttpManagementServer(
            CamelContext context, HttpManagementServerConfigurationProperties configuration) {
        servers.setCamelContext(context);
        ManagementHttpServer server = (ManagementHttpServer) servers.newHttpManagementServer(context, configuration);
        AuthenticationConfigEntry entry = new AuthenticationConfigEntry();
        entry.setPath("/*");
        entry.setAuthenticationProviderFactory((AuthenticationProviderFactory) vertx -> provider());
        entry.setAuthenticationHandlerFactory(new Handlers());
        server.getConfiguration().getAuthenticationConfig().getEntries().add(entry);
        server.getConfiguration().getAuthenticationConfig().setEnabled(true);
        return server;
    }

    private AuthenticationProvider provider() {
        return (credentials, done) -> {
            String name = credentials.getString("username", "");
            String word = credentials.getString("password", "");
            done.handle(
                    login.accepts(name, word)
                            ? Future.succeededFuture(User.fromName(name))
                            : Future.failedFuture("wrong user or password"));
        };
    }

    private final class Handlers implements AuthenticationHandlerFactory {
        @Override
        public <T extends AuthenticationProvider> AuthenticationHandler createAuthenticationHandler(T provider) {
            AuthenticationHandler asking = BasicAuthHandler.create(provider, REALM);
            return request -> {
                String path = request.normalizedPath();
                if (open.stream().anyMatch(o -> path.equals(o) || path.startsWith(o + "/"))) {
                    request.next();
                } else {
                    asking.handle(request);
                }
            };
        }
    }
}

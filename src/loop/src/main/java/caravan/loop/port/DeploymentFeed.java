package caravan.loop.port;

import java.util.function.Consumer;

/** Tells of changes to deployments and to what they own, without a thread of its own. */
public interface DeploymentFeed {
    /** An open subscription, which reconnects by itself; closing it ends it. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Subscribes to a namespace: every deployment that there is, then each that changed. A change that came back to the
     * old state may be missed.
     *
     * @param changed gets a deployment's name; it must return at once
     */
    Subscription subscribe(String namespace, Consumer<String> changed);

    /** Fails where the namespace's deployments cannot be seen. */
    void check(String namespace);
}

package caravan.sandbox.kubernetes.http;

import java.util.Set;

/**
 * Who asks.
 *
 * @param name the user's name
 * @param groups the groups the user is in
 */
public record User(String name, Set<String> groups) {
    static final String MASTERS = "system:masters";
    static final User ANONYMOUS = new User("system:anonymous", Set.of("system:unauthenticated"));

    public User {
        groups = Set.copyOf(groups);
    }

    /** One who may do anything. */
    public static User admin() {
        return new User("kubernetes-admin", Set.of(MASTERS, "system:authenticated"));
    }

    /** The account of a program in the cluster. */
    public static User serviceAccount(String namespace, String name) {
        return new User(
                "system:serviceaccount:" + namespace + ":" + name,
                Set.of("system:serviceaccounts", "system:serviceaccounts:" + namespace, "system:authenticated"));
    }
}

package caravan.cli;

import caravan.loop.Repo;
import caravan.loop.usecase.UseCase;
import caravan.pachyderm.PachydermAdmin;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What an administrator would do once on the systems: projects, repos and rights for the use cases. */
record Provisioning(Home home, Addresses addresses, UseCases useCases) {
    private static final String INTEGRATION = "robot:seldon";
    private static final String TRIAL = "robot:trial";
    private static final String SERVER = "robot:server";
    private static final String READER = "repoReader";
    private static final String WRITER = "repoWriter";

    /** Creates what is missing; safe to repeat. */
    void run() {
        Map<Repo, Map<String, TreeSet<String>>> rights = rights(useCases.all());
        try (PachydermAdmin admin = new PachydermAdmin(Systems.pachyderm(home, addresses))) {
            rights.keySet().stream().map(Repo::project).distinct().forEach(admin::createProject);
            rights.forEach((repo, principals) -> {
                admin.createRepo(repo, "Made by Caravan for its use cases");
                principals.forEach((principal, roles) -> admin.bind(repo, principal, List.copyOf(roles)));
            });
        }
    }

    /** Who may do what on which repo; a repo may be the output of one use case and the data of another. */
    static Map<Repo, Map<String, TreeSet<String>>> rights(List<UseCase> useCases) {
        Map<Repo, Map<String, TreeSet<String>>> rights = new LinkedHashMap<>();
        for (UseCase useCase : useCases) {
            grant(rights, useCase.data().repo(), INTEGRATION, READER);
            grant(rights, useCase.data().repo(), TRIAL, READER);
            grant(rights, useCase.output(), INTEGRATION, WRITER);
            grant(rights, useCase.output(), TRIAL, READER);
            grant(rights, useCase.output(), SERVER, READER);
        }
        return rights;
    }

    private static void grant(
            Map<Repo, Map<String, TreeSet<String>>> rights, Repo repo, String principal, String role) {
        rights.computeIfAbsent(repo, r -> new TreeMap<>())
                .computeIfAbsent(principal, p -> new TreeSet<>())
                .add(role);
    }
}

package caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import caravan.loop.Branch;
import caravan.loop.Commit;
import caravan.loop.port.Entries;
import caravan.loop.port.FileEdit;
import caravan.loop.port.Source;
import caravan.loop.port.SystemException;
import caravan.pachyderm.PachydermClient;
import caravan.pachyderm.PachydermSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Repos, rights and commits on a sandbox that runs in a process of its own. */
class PuttingIT {
    private static final PrintStream NOWHERE = new PrintStream(new ByteArrayOutputStream());
    private static final Console CONSOLE = new Console(NOWHERE, NOWHERE, false);

    @TempDir
    static Path folder;

    private static Home home;
    private static Child sandbox;
    private static Addresses addresses;
    private static UseCases useCases;

    @BeforeAll
    static void start() throws Exception {
        home = new Home(folder.resolve("home"));
        Installation installation = Installation.find();
        new Images(installation, home, folder.resolve("cache"), false).write();
        sandbox = Child.start(
                "sandbox",
                Installation.lean(
                        installation.sandboxJar(),
                        "--home",
                        home.folder().toString(),
                        "--images",
                        home.images().toString()),
                Map.of(),
                folder,
                home.logs());
        addresses = Waiting.until("the sandbox", Duration.ofSeconds(120), () -> {
            assertThat(sandbox.alive()).as(sandbox::lastWords).isTrue();
            return home.addresses();
        });
        useCases = Examples.write(folder, "pets", "pets-model");
        for (int i = 0; i < 2; i++) {
            new Provisioning(home, addresses, useCases).run();
        }
    }

    @AfterAll
    static void stop() {
        sandbox.stop(15);
    }

    private static PachydermClient as(String token) {
        return new PachydermClient(
                new PachydermSettings(addresses.pachyderm(), Optional.of(home.credential(token)), Optional.empty()));
    }

    @Test
    void a_folder_becomes_one_commit_with_every_file_as_it_is() throws Exception {
        Path pets = Files.createDirectories(folder.resolve("cat"));
        byte[] large = new byte[5_000_000];
        new java.util.Random(1).nextBytes(large);
        Files.write(pets.resolve("large.jpg"), large);
        Files.write(pets.resolve("ünlaut und leer (1).jpg"), new byte[0]);
        Branch branch = useCases.all().get(0).data();
        try (Systems systems = new Systems(home, addresses)) {
            Commit first = Putting.of(List.of(pets), "/").write(systems.data(), branch, CONSOLE);
            Files.write(pets.resolve("more.jpg"), new byte[] {1});
            Commit second = Putting.of(List.of(pets), "/").write(systems.data(), branch, CONSOLE);
            assertThat(second.parent()).contains(first.id());
            Commit finished = systems.data()
                    .awaitFinished(branch.repo(), second.id(), Duration.ofSeconds(30))
                    .orElseThrow();
            assertThat(finished.good()).isTrue();
            List<String> paths = new ArrayList<>();
            try (Entries<caravan.loop.FileEntry> files = systems.data().walk(branch.repo(), second.id(), "/")) {
                files.forEachRemaining(f -> paths.add(f.path()));
            }
            assertThat(paths)
                    .containsExactly("/cat/%C3%BCnlaut und leer %281%29.jpg", "/cat/large.jpg", "/cat/more.jpg");
            try (var in = systems.data().read(branch.repo(), second.id(), "/cat/large.jpg")) {
                assertThat(in.readAllBytes()).isEqualTo(large);
            }
        }
    }

    @Test
    void the_integration_may_write_its_output_but_not_the_data() {
        List<FileEdit> edit = List.of(new FileEdit.Put("/x", Source.of(new byte[] {1})));
        try (PachydermClient integration = as("pachyderm-robot-token")) {
            integration.edit(useCases.all().get(0).outputBranch(), edit);
            assertThatExceptionOfType(SystemException.class)
                    .isThrownBy(() -> integration.edit(useCases.all().get(0).data(), edit))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(SystemException.Kind.FORBIDDEN));
        }
    }

    @Test
    void a_model_server_reads_versions_and_no_data() {
        try (PachydermClient server = as("server-pachyderm-token")) {
            assertThatExceptionOfType(SystemException.class)
                    .isThrownBy(() ->
                            server.edit(useCases.all().get(0).outputBranch(), List.of(new FileEdit.Delete("/x"))));
            assertThat(server.head(useCases.all().get(0).data())).isEmpty();
        }
    }
}

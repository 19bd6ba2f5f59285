package caravan.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectStoreTest {
    private static final Write ME = Write.by("test");

    @TempDir
    Path folder;

    private ObjectStore store;

    @BeforeEach
    void open() {
        store = ObjectStore.open(folder);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void a_created_object_has_an_identity_and_a_version() {
        ObjectNode created = store.create(Kinds.CONFIG_MAP, configMap("a", "1"), ME);

        assertThat(created.at("/metadata/uid").asText()).isNotEmpty();
        assertThat(created.at("/metadata/creationTimestamp").asText()).endsWith("Z");
        assertThat(created.at("/metadata/resourceVersion").asLong()).isEqualTo(store.version());
        assertThat(store.get(Kinds.CONFIG_MAP, "default", "a")).contains(created);
    }

    @Test
    void an_object_in_an_unknown_namespace_is_refused() {
        ObjectNode object = configMap("a", "1");
        object.withObject("/metadata").put("namespace", "nowhere");

        assertThatThrownBy(() -> store.create(Kinds.CONFIG_MAP, object, ME))
                .isInstanceOf(Refusal.class)
                .hasMessage("namespaces \"nowhere\" not found");
    }

    @Test
    void a_write_of_an_old_version_is_refused() {
        ObjectNode old = store.create(Kinds.CONFIG_MAP, configMap("a", "1"), ME);
        ObjectNode newer = old.deepCopy();
        newer.withObject("/data").put("k", "2");
        store.update(Kinds.CONFIG_MAP, newer, ME);

        assertThatThrownBy(() -> store.update(Kinds.CONFIG_MAP, old, ME))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo(409))
                .hasMessage("Operation cannot be fulfilled on configmaps \"a\": the object has been modified;"
                        + " please apply your changes to the latest version and try again");
    }

    @Test
    void a_write_that_changes_nothing_is_no_change() {
        ObjectNode created = store.create(Kinds.CONFIG_MAP, configMap("a", "1"), ME);
        long version = store.version();

        assertThat(store.update(Kinds.CONFIG_MAP, created, ME)).isEqualTo(created);
        assertThat(store.version()).isEqualTo(version);
    }

    @Test
    void the_generation_counts_changes_of_the_spec_only() {
        ObjectNode created = store.create(Kinds.SELDON_DEPLOYMENT, seldon("s"), ME);
        assertThat(created.at("/metadata/generation").asInt()).isEqualTo(1);

        created.withObject("/metadata/labels").put("x", "y");
        ObjectNode labelled = store.update(Kinds.SELDON_DEPLOYMENT, created, ME);
        assertThat(labelled.at("/metadata/generation").asInt()).isEqualTo(1);

        labelled.withObject("/status").put("state", "Creating");
        ObjectNode judged = store.updateStatus(Kinds.SELDON_DEPLOYMENT, labelled, ME);
        assertThat(judged.at("/metadata/generation").asInt()).isEqualTo(1);

        judged.withObject("/spec").put("replicas", 2);
        assertThat(store.update(Kinds.SELDON_DEPLOYMENT, judged, ME)
                        .at("/metadata/generation")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void status_and_the_rest_are_written_apart() {
        ObjectNode created = store.create(Kinds.SELDON_DEPLOYMENT, seldon("s"), ME);
        created.withObject("/status").put("state", "Available");
        created.withObject("/spec").put("replicas", 3);

        ObjectNode judged = store.updateStatus(Kinds.SELDON_DEPLOYMENT, created, ME);
        assertThat(judged.at("/status/state").asText()).isEqualTo("Available");
        assertThat(judged.at("/spec").has("replicas")).isFalse();

        judged.withObject("/status").put("state", "Failed");
        judged.withObject("/spec").put("replicas", 3);
        ObjectNode changed = store.update(Kinds.SELDON_DEPLOYMENT, judged, ME);
        assertThat(changed.at("/status/state").asText()).isEqualTo("Available");
        assertThat(changed.at("/spec/replicas").asInt()).isEqualTo(3);
    }

    @Test
    void an_admission_may_refuse_and_then_nothing_is_kept() {
        store.admit(Kinds.SELDON_DEPLOYMENT, (object, before) -> {
            throw Refusal.of(422, "Invalid", "no");
        });

        assertThatThrownBy(() -> store.create(Kinds.SELDON_DEPLOYMENT, seldon("s"), ME))
                .hasMessage("no");
        assertThat(store.get(Kinds.SELDON_DEPLOYMENT, "default", "s")).isEmpty();
    }

    @Test
    void a_dry_run_keeps_nothing() {
        store.create(Kinds.CONFIG_MAP, configMap("a", "1"), new Write("test", true));

        assertThat(store.get(Kinds.CONFIG_MAP, "default", "a")).isEmpty();
    }

    @Test
    void deleting_an_owner_deletes_what_it_owns() {
        ObjectNode owner = store.create(Kinds.SELDON_DEPLOYMENT, seldon("s"), ME);
        ObjectNode owned = configMap("child", "1");
        own(owned, owner);
        ObjectNode child = store.create(Kinds.CONFIG_MAP, owned, ME);
        ObjectNode grandchild = configMap("grandchild", "1");
        own(grandchild, child);
        store.create(Kinds.CONFIG_MAP, grandchild, ME);

        store.delete(Kinds.SELDON_DEPLOYMENT, "default", "s", Deletion.NOW);

        assertThat(store.list(Kinds.CONFIG_MAP, Selection.ALL).items()).isEmpty();
    }

    @Test
    void orphaning_keeps_what_a_deleted_object_owned() {
        ObjectNode owner = store.create(Kinds.SELDON_DEPLOYMENT, seldon("s"), ME);
        ObjectNode owned = configMap("child", "1");
        own(owned, owner);
        store.create(Kinds.CONFIG_MAP, owned, ME);

        store.delete(
                Kinds.SELDON_DEPLOYMENT,
                "default",
                "s",
                new Deletion(Deletion.Propagation.ORPHAN, Optional.empty(), Optional.empty(), false));

        assertThat(store.get(Kinds.CONFIG_MAP, "default", "child").orElseThrow().at("/metadata/ownerReferences"))
                .isEmpty();
    }

    @Test
    void a_child_of_a_deleted_owner_does_not_stay() {
        ObjectNode owner = store.create(Kinds.SELDON_DEPLOYMENT, seldon("s"), ME);
        store.delete(Kinds.SELDON_DEPLOYMENT, "default", "s", Deletion.NOW);
        ObjectNode owned = configMap("late", "1");
        own(owned, owner);

        store.create(Kinds.CONFIG_MAP, owned, ME);

        assertThat(store.get(Kinds.CONFIG_MAP, "default", "late")).isEmpty();
    }

    @Test
    void a_finalizer_holds_a_deleted_object_until_it_is_removed() {
        ObjectNode object = configMap("a", "1");
        object.withObject("/metadata").putArray("finalizers").add("caravan.test/hold");
        store.create(Kinds.CONFIG_MAP, object, ME);

        ObjectNode held = store.delete(Kinds.CONFIG_MAP, "default", "a", Deletion.NOW);
        assertThat(held.at("/metadata/deletionTimestamp").asText()).isNotEmpty();

        held.withObject("/metadata").remove("finalizers");
        store.update(Kinds.CONFIG_MAP, held, ME);
        assertThat(store.get(Kinds.CONFIG_MAP, "default", "a")).isEmpty();
    }

    @Test
    void a_watch_tells_every_later_change_in_order() {
        long from = store.version();
        store.create(Kinds.CONFIG_MAP, configMap("a", "1"), ME);
        List<String> seen = new ArrayList<>();
        store.watch(Kinds.CONFIG_MAP, Selection.ALL, OptionalLong.of(from), Runnable::run, e -> seen.add(line(e)));

        ObjectNode changed = store.get(Kinds.CONFIG_MAP, "default", "a").orElseThrow();
        changed.withObject("/data").put("k", "2");
        store.update(Kinds.CONFIG_MAP, changed, ME);
        store.delete(Kinds.CONFIG_MAP, "default", "a", Deletion.NOW);

        assertThat(seen).containsExactly("ADDED a 1", "MODIFIED a 2", "DELETED a 2");
    }

    @Test
    void leaving_the_selection_of_a_watch_looks_like_a_deletion() {
        ObjectNode object = configMap("a", "1");
        object.withObject("/metadata/labels").put("app", "x");
        ObjectNode created = store.create(Kinds.CONFIG_MAP, object, ME);
        List<String> seen = new ArrayList<>();
        store.watch(
                Kinds.CONFIG_MAP,
                Selection.in("default").labelled("app", "x"),
                OptionalLong.empty(),
                Runnable::run,
                e -> seen.add(line(e)));

        created.withObject("/metadata/labels").put("app", "y");
        store.update(Kinds.CONFIG_MAP, created, ME);

        assertThat(seen).containsExactly("ADDED a 1", "DELETED a 1");
    }

    @Test
    void a_watch_from_a_forgotten_version_is_gone() {
        store.create(Kinds.CONFIG_MAP, configMap("a", "1"), ME);
        store.compact();

        assertThatThrownBy(
                        () -> store.watch(Kinds.CONFIG_MAP, Selection.ALL, OptionalLong.of(1), Runnable::run, e -> {}))
                .isInstanceOfSatisfying(Refusal.class, r -> {
                    assertThat(r.code()).isEqualTo(410);
                    assertThat(r.reason()).contains("Expired");
                });
    }

    @Test
    void objects_and_versions_survive_a_restart() {
        ObjectNode kept = store.create(Kinds.CONFIG_MAP, configMap("kept", "1"), ME);
        store.create(Kinds.CONFIG_MAP, configMap("gone", "1"), ME);
        store.delete(Kinds.CONFIG_MAP, "default", "gone", Deletion.NOW);
        long version = store.version();

        store.close();
        open();

        assertThat(store.version()).isEqualTo(version);
        assertThat(store.list(Kinds.CONFIG_MAP, Selection.ALL).items()).containsExactly(kept);
    }

    @Test
    void a_half_written_change_is_dropped() throws IOException {
        ObjectNode kept = store.create(Kinds.CONFIG_MAP, configMap("kept", "1"), ME);
        Files.writeString(folder.resolve("objects.jsonl"), "{\"at\":99,\"gro", StandardOpenOption.APPEND);

        try (ObjectStore restarted = ObjectStore.open(folder)) {
            assertThat(restarted.list(Kinds.CONFIG_MAP, Selection.ALL).items()).containsExactly(kept);
        }
    }

    @Test
    void the_journal_does_not_grow_with_changes_that_no_longer_count() throws IOException {
        ObjectNode object = store.create(Kinds.CONFIG_MAP, configMap("a", "0"), ME);
        for (int i = 1; i <= 200; i++) {
            object.withObject("/data").put("k", i + "x".repeat(100_000));
            object = store.update(Kinds.CONFIG_MAP, object, ME);
        }
        store.delete(Kinds.CONFIG_MAP, "default", "a", Deletion.NOW);
        long version = store.version();
        assertThat(Files.size(folder.resolve("objects.jsonl"))).isLessThan(6_000_000);

        store.close();
        open();
        assertThat(store.version()).isEqualTo(version);
        assertThat(store.list(Kinds.CONFIG_MAP, Selection.ALL).items()).isEmpty();
    }

    private static String line(WatchEvent event) {
        return event.type() + " " + event.object().at("/metadata/name").asText() + " "
                + event.object().at("/data/k").asText();
    }

    private static void own(ObjectNode child, ObjectNode owner) {
        child.withObject("/metadata")
                .putArray("ownerReferences")
                .addObject()
                .put("apiVersion", owner.path("apiVersion").asText())
                .put("kind", owner.path("kind").asText())
                .put("name", owner.at("/metadata/name").asText())
                .put("uid", owner.at("/metadata/uid").asText())
                .put("controller", true);
    }

    private static ObjectNode configMap(String name, String value) {
        ObjectNode object = Json.object();
        object.withObject("/metadata").put("name", name).put("namespace", "default");
        object.withObject("/data").put("k", value);
        return object;
    }

    private static ObjectNode seldon(String name) {
        ObjectNode object = Json.object();
        object.withObject("/metadata").put("name", name).put("namespace", "default");
        object.withObject("/spec").putArray("predictors");
        return object;
    }
}

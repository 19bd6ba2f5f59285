package caravan.sandbox.determined;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers as they were recorded from the real master 0.38.1: statuses, codes, the words that clients match on, and fields. */
@Timeout(120)
class RecordedExchangesTest {
    private static final String ABSENT = "00000000-0000-0000-0000-000000000000";

    @TempDir
    static Path folder;

    private static GivenMaster master;
    private static MasterClient client;
    private static MasterClient admin;
    private static int paused;
    private static int ended;
    private static String checkpoint;

    @BeforeAll
    static void start() {
        master = new GivenMaster(folder);
        client = master.user();
        admin = master.admin();
        paused = client.create(MasterClient.config("wait"), false);
        ended = client.create(MasterClient.config("train", "3"), true);
        client.until(ended, "STATE_COMPLETED");
        checkpoint = client.get("/api/v1/experiments/" + ended + "/checkpoints")
                .ok()
                .path("checkpoints")
                .path(0)
                .path("uuid")
                .asText();
        client.post("/api/v1/models", Map.of("name", "dogcat")).ok();
        client.post("/api/v1/models/dogcat/versions", Map.of("checkpointUuid", checkpoint, "name", "job-7"))
                .ok();
    }

    @AfterAll
    static void stop() {
        master.close();
    }

    @ParameterizedTest(name = "{0} {1} {2}: {3} {4} {5}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            GET    | /api/v1/nosuch                             |                                    | 501 | 12 | Not Implemented
            DELETE | /api/v1/me                                 |                                    | 501 | 12 | Not Implemented
            GET    | /api/v1/experiments/9999                   |                                    | 404 | 5  | experiment '9999' not found
            GET    | /api/v1/experiments/abc                    |                                    | 400 | 3  | type mismatch, parameter: experiment_id, error: strconv.ParseInt: parsing "abc": invalid syntax
            GET    | /api/v1/experiments?states=STATE_QUEUED    |                                    | 500 | 13 | ERROR: invalid input value for enum experiment_state: "QUEUED" (SQLSTATE 22P02)
            GET    | /api/v1/experiments?states=NOPE            |                                    | 400 | 3  | NOPE is not a valid experimentv1.State
            GET    | /api/v1/experiments?sortBy=NOPE            |                                    | 400 | 3  | NOPE is not a valid apiv1.GetExperimentsRequest_SortBy
            POST   | /api/v1/experiments                        | []                                 | 400 | 3  | json: cannot unmarshal array into Go value of type map[string]json.RawMessage
            POST   | /api/v1/experiments/9999/activate          |                                    | 404 | 5  | experiment '9999' not found
            POST   | /api/v1/experiments/PAUSED/archive         |                                    | 400 | 9  | Experiment is not in terminal state.
            DELETE | /api/v1/experiments/PAUSED                 |                                    | 400 | 9  | cannot delete experiment in STATE_PAUSED state
            POST   | /api/v1/experiments/ENDED/activate         |                                    | 404 | 5  | experiment 'ENDED' not found
            POST   | /api/v1/experiments/ENDED/pause            |                                    | 400 | 9  | experiment in terminal state
            POST   | /api/v1/experiments/ENDED/unarchive        |                                    | 400 | 9  | Experiment is not archived.
            DELETE | /api/v1/experiments/ENDED/labels/one       |                                    | 500 | 13 | ERROR: FOR UPDATE cannot be applied to the nullable side of an outer join (SQLSTATE 0A000)
            PUT    | /api/v1/experiments/ENDED/labels/a:b       |                                    | 501 | 12 | Not Implemented
            PATCH  | /api/v1/experiments/ENDED                  | {"name": " "}                      | 400 | 3  | `name` must not be an empty or whitespace string
            PATCH  | /api/v1/experiments/ENDED                  | {"resources": {"priority": 50}}    | 404 | 5  | experiment 'ENDED' not found
            GET    | /api/v1/experiments/PAUSED/searcher/best_searcher_validation_metric | | 404 | 5 | no validations for experiment
            GET    | /api/v1/experiments/ENDED/checkpoints?sortByAttr=NOPE | | 400 | 3 | NOPE is not a valid checkpointv1.SortBy
            GET    | /api/v1/trials/9999                        |                                    | 404 | 5  | trial '9999' not found
            GET    | /api/v1/checkpoints/ABSENT                 |                                    | 404 | 5  | checkpoint 'ABSENT' not found
            GET    | /api/v1/checkpoints/zzz                    |                                    | 500 | 13 | invalid UUID length: 3
            POST   | /api/v1/models                             | {"name": "dogcat"}                 | 409 | 6  | avoid names equal to other models (case-sensitive)
            POST   | /api/v1/models                             | {"name": " "}                      | 400 | 3  | model names cannot be blank
            POST   | /api/v1/models                             | {"name": "123"}                    | 400 | 3  | model names cannot be only numbers
            POST   | /api/v1/models                             | {"name": "a/b"}                    | 400 | 3  | model names cannot have slashes
            POST   | /api/v1/models                             | {"name": "a  b"}                   | 400 | 3  | model names cannot have excessive spacing
            POST   | /api/v1/models                             | {"name": 5}                        | 400 | 3  | json: cannot unmarshal number into Go value of type string
            POST   | /api/v1/models                             | {"name": "zz", "workspaceName": "nope"} | 500 | 13 | failed to get workspace nope: not found
            GET    | /api/v1/models/nosuch                      |                                    | 404 | 5  | model "nosuch" not found
            GET    | /api/v1/models/DogCat                      |                                    | 404 | 5  | model "DogCat" not found
            GET    | /api/v1/models/a%3Ab                       |                                    | 501 | 12 | Not Implemented
            GET    | /api/v1/models/dogcat/versions/99          |                                    | 404 | 5  | version 99 for model "dogcat" not found
            GET    | /api/v1/models/dogcat/versions/abc         |                                    | 400 | 3  | type mismatch, parameter: model_version_num, error: strconv.ParseInt: parsing "abc": invalid syntax
            POST   | /api/v1/models/dogcat/versions             | {"checkpointUuid": "ABSENT"}       | 404 | 5  | checkpoint 'ABSENT' not found
            POST   | /api/v1/models/dogcat/versions             | {}                                 | 500 | 13 | error running query: get_checkpoint: ERROR: invalid input syntax for type uuid: "" (SQLSTATE 22P02)
            POST   | /api/v1/auth/login                         | {"password": "x"}                  | 400 | 3  | missing argument: username
            POST   | /api/v1/auth/login                         | {"username": "zz", "password": "x"} | 401 | 16 | invalid credentials
            GET    | /api/v1/master/config                      |                                    | 403 | 7  | user does not have permission
            POST   | /api/v1/webhooks                           | {"name": "n", "url": "http://127.0.0.1:1/"} | 500 | 13 | non admin users can't edit global webhooks
            POST   | /api/v1/experiments/continue               | {"id": PAUSED}                     | 400 | 9  | experiment continue database updates: rpc error: code = FailedPrecondition desc = experiment in non terminal state 'PAUSED', try again later
            POST   | /api/v1/trials/1/metrics                   | {"group": "a.b"}                   | 400 | 3  | metric group cannot contain '.'
            """)
    void a_refusal_is_worded_as_the_real_one(
            String method, String path, String body, int status, int code, String message) {
        MasterClient.Answer answer = client.send(method, filled(path), body == null ? null : filled(body));
        assertThat(answer.error()).isEqualTo(filled(message));
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().path("error").path("code").asInt()).isEqualTo(code);
    }

    private static String filled(String text) {
        String filled = text.replace("ENDED", String.valueOf(ended)).replace("ABSENT", ABSENT);
        return filled.replace("/PAUSED", "/" + paused).replace(": PAUSED", ": " + paused);
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            {"foo": 1}                                        | 500 | invalid experiment configuration: version 0 experiment config is invalid: config is invalid: <config>: additionalProperties "foo" not allowed
            {"resources": {"slots": 1}}                       | 500 | <config>.resources: additionalProperties "slots" not allowed
            {"resources": {"slots_per_trial": 64}}            | 500 | invalid resource configuration: slots requested exceeds cluster capacity
            {"searcher": null}                                | 500 | invalid experiment configuration: config is invalid or incomplete: <config>: searcher is a required property
            {"searcher": {"name": "single"}}                  | 500 | invalid experiment configuration: config is invalid or incomplete: <config>.searcher: metric is a required property
            {"entrypoint": null}                              | 500 | managed experiments require entrypoint
            {"workspace": "ws1"}                              | 500 | workspace and project must both be included in config if one is provided
            {"workspace": "nope", "project": "nope"}          | 404 | workspace/project 'nope/nope' not found
            {"searcher": {"name": "single", "metric": "m", "source_checkpoint_uuid": "ABSENT"}} | 500 | failed to create experiment: no checkpoint found with UUID ABSENT
            {"searcher": {"name": "single", "metric": "m", "source_checkpoint_uuid": "1234567"}} | 500 | failed to create experiment: invalid source checkpoint UUID: invalid UUID length: 7
            {"searcher": {"name": "single", "metric": "m", "source_trial_id": 9999}} | 500 | failed to create experiment: no checkpoint found for source trial 9999
            """)
    void a_bad_config_is_refused_in_the_real_ones_words(String change, int status, String message) throws Exception {
        ObjectNode config = MasterClient.config("train", "1");
        config.setAll((ObjectNode) Json.MAPPER.readTree(filled(change)));
        MasterClient.Answer answer =
                client.post("/api/v1/experiments", Map.of("config", config.toString(), "activate", false));
        assertThat(answer.error()).isEqualTo(filled(message));
        assertThat(answer.status()).isEqualTo(status);
    }

    @Test
    void a_missing_token_and_a_bad_one_are_told_apart_and_lead_nowhere() {
        MasterClient none = master.anonymous();
        assertThat(none.get("/api/v1/me").error()).isEqualTo("token missing");
        assertThat(none.withToken("v2.public.bad").get("/api/v1/me").error()).isEqualTo("invalid credentials");
        assertThat(none.get("/api/v1/experiments").status()).isEqualTo(401);
        assertThat(none.get("/checkpoints/" + checkpoint).text()).isEqualTo("{\"message\":\"Unauthorized\"}");
        MasterClient leaving = master.user();
        leaving.post("/api/v1/auth/logout", null).ok();
        assertThat(leaving.get("/api/v1/me").status()).isEqualTo(401);
    }

    @Test
    void a_download_takes_three_kinds_and_says_what_it_does_not_take() {
        String path = "/checkpoints/" + checkpoint;
        for (String type : List.of("application/x-tar", "application/gzip", "application/zip", "*/*")) {
            assertThat(client.raw("GET", path, null, type).statusCode())
                    .as(type)
                    .isEqualTo(200);
        }
        assertThat(client.raw("GET", path, null, "application/x-tar, */*").statusCode())
                .isEqualTo(415);
        assertThat(client.get("/checkpoints/" + ABSENT).text())
                .isEqualTo("{\"message\":\"checkpoint '" + ABSENT + "' not found\"}");
        assertThat(client.get("/checkpoints/zzz").status()).isEqualTo(400);
    }

    @Test
    void one_experiment_and_a_row_of_the_list_have_the_recorded_fields_and_differences() {
        JsonNode single = client.get("/api/v1/experiments/" + ended).ok().path("experiment");
        JsonNode row = client.get("/api/v1/experiments?labels=one&labels=two&sortBy=SORT_BY_ID&limit=-1")
                .ok()
                .path("experiments")
                .path(1);
        Set<String> common = Set.of(
                "id",
                "description",
                "labels",
                "startTime",
                "endTime",
                "state",
                "archived",
                "numTrials",
                "trialIds",
                "displayName",
                "userId",
                "username",
                "resourcePool",
                "searcherType",
                "searcherMetric",
                "hyperparameters",
                "name",
                "notes",
                "jobId",
                "forkedFrom",
                "progress",
                "projectId",
                "projectName",
                "workspaceId",
                "workspaceName",
                "parentArchived",
                "config",
                "originalConfig",
                "projectOwnerId",
                "checkpointSize",
                "checkpointCount",
                "unmanaged");
        assertThat(names(single))
                .containsAll(common)
                .contains("modelDefinitionSize")
                .doesNotContain("duration");
        assertThat(names(row)).containsAll(common).contains("duration").doesNotContain("modelDefinitionSize");
        assertThat(single.path("searcherType").asText()).isEqualTo("\"single\"");
        assertThat(row.path("searcherType").asText()).isEqualTo("single");
        assertThat(row.path("id").asInt()).isEqualTo(ended);
        assertThat(row.path("hyperparameters").path("lr").path("type").asText()).isEqualTo("const");
        assertThat(row.path("trialIds")).isEmpty();
    }

    private static Set<String> names(JsonNode node) {
        Set<String> names = new HashSet<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void labels_are_filtered_exactly_and_all_of_them() {
        int one = client.create(MasterClient.config("wait"), false);
        client.send("PATCH", "/api/v1/experiments/" + one, Map.of("labels", List.of("job=1", "repo-a")))
                .ok();
        assertThat(labelled("job=1", "repo-a")).containsExactly(one);
        assertThat(labelled("job=1", "repo-b")).isEmpty();
        assertThat(labelled("Job=1")).isEmpty();
        client.send("PUT", "/api/v1/experiments/" + one + "/labels/a%20b", null).ok();
        assertThat(labelled("a%20b")).containsExactly(one);
    }

    private static List<Integer> labelled(String... labels) {
        List<Integer> ids = new ArrayList<>();
        client.get("/api/v1/experiments?labels=" + String.join("&labels=", labels))
                .ok()
                .path("experiments")
                .forEach(e -> ids.add(e.path("id").asInt()));
        return ids;
    }

    @Test
    void a_version_is_stored_with_all_that_one_post_says() {
        JsonNode made = client.post(
                        "/api/v1/models/dogcat/versions",
                        Map.of(
                                "checkpointUuid",
                                checkpoint,
                                "name",
                                "job-8",
                                "notes",
                                "n",
                                "comment",
                                "c",
                                "labels",
                                List.of("l1", "l2"),
                                "metadata",
                                Map.of("a", Map.of("b", 1))))
                .ok()
                .path("modelVersion");
        int number = made.path("version").asInt();
        assertThat(made.path("model").path("numVersions").asInt()).isEqualTo(number - 1);
        JsonNode version = client.send(
                        "PATCH",
                        "/api/v1/models/dogcat/versions/" + number,
                        Map.of("notes", "other", "labels", List.of("l3")))
                .ok()
                .path("modelVersion");
        assertThat(version.path("name").asText()).isEqualTo("job-8");
        assertThat(version.path("notes").asText()).isEqualTo("other");
        assertThat(version.path("comment").asText()).isEqualTo("c");
        assertThat(version.path("labels").toString()).isEqualTo("[\"l3\"]");
        assertThat(version.path("metadata").toString()).isEqualTo("{\"a\":{\"b\":1}}");
        assertThat(version.path("checkpoint")
                        .path("training")
                        .path("experimentId")
                        .asInt())
                .isEqualTo(ended);
        JsonNode last = client.get(
                        "/api/v1/models/dogcat/versions?limit=1&orderBy=ORDER_BY_DESC&sortBy=SORT_BY_VERSION")
                .ok();
        assertThat(last.path("modelVersions").path(0).path("version").asInt()).isEqualTo(number);
        assertThat(last.path("pagination").path("total").asInt()).isEqualTo(number);
    }

    @Test
    void metrics_may_come_twice_but_not_with_other_values_nor_from_another_run() {
        int trial = client.trial(ended).path("id").asInt();
        String path = "/api/v1/trials/" + trial + "/metrics";
        client.post(path, report(1, 0.5)).ok();
        assertThat(client.post(path, report(1, 0.6)).error())
                .endsWith("overwriting existing metric keys is not supported, conflicting key: loss");
        assertThat(client.post(path, report(7, 0.5)).error())
                .isEqualTo("failed to exec transaction (add trial metrics training): invalid run id, 7 (reported) != 1"
                        + " (expected): invalid arguments");
    }

    private static Map<String, Object> report(int run, double loss) {
        return Map.of(
                "group",
                "training",
                "metrics",
                Map.of("metrics", Map.of("avgMetrics", Map.of("loss", loss)), "trialRunId", run, "stepsCompleted", 3));
    }

    @Test
    void a_checkpoint_whose_steps_are_no_whole_number_is_refused_before_it_harms() {
        String task = client.trial(ended).path("taskId").asText();
        MasterClient.Answer answer = client.post(
                "/api/v1/checkpoints",
                Map.of(
                        "uuid",
                        ABSENT,
                        "taskId",
                        task,
                        "state",
                        "STATE_COMPLETED",
                        "metadata",
                        Map.of("steps_completed", "abc")));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(client.get("/api/v1/checkpoints/" + ABSENT).status()).isEqualTo(404);
    }

    @Test
    void what_belongs_to_others_can_be_seen_but_not_deleted() {
        int theirs = admin.create(MasterClient.config("wait"), false);
        admin.verb(theirs, "kill");
        assertThat(client.experiment(theirs).path("username").asText()).isEqualTo("admin");
        assertThat(client.send("DELETE", "/api/v1/experiments/" + theirs, null).status())
                .isEqualTo(403);
        admin.send("DELETE", "/api/v1/experiments/" + theirs, null).ok();
        assertThat(client.get("/api/v1/experiments/" + theirs).status()).isEqualTo(404);
    }
}

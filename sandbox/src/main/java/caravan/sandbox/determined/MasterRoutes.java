package caravan.sandbox.determined;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import java.time.Instant;
import java.util.List;

/** What the master says of itself and of its one pool, and who is known to it. */
record MasterRoutes(Agent agent, String cluster, String masterId, Instant started) {
    static final String VERSION = "0.38.1";
    private static final String NAME = "caravan";

    void addTo(Router router, Api api) {
        router.get("/info").handler(context -> Api.send(context, info()));
        api.open(HttpMethod.GET, "/master", call -> master());
        api.get("/master/config", this::config);
        api.open(HttpMethod.POST, "/auth/login", MasterRoutes::login);
        api.logout("/auth/logout");
        api.get("/me", call -> Json.object().set("user", call.user().json()));
        api.get("/auth/user", call -> Json.object().set("user", call.user().json()));
        api.get("/users", MasterRoutes::users);
        api.post("/users", MasterRoutes::createUser);
        api.get("/agents", this::agents);
        api.get("/agents/:agentId/slots", call -> Json.object()
                .set(
                        "slots",
                        Json.nodes(java.util.stream.StreamSupport.stream(slots().spliterator(), false)
                                .toList())));
        api.get("/resource-pools", this::pools);
        api.get("/job-queues-v2", this::jobs);
        api.get("/tasks", this::tasks);
        api.get("/templates", call -> Json.object()
                .<ObjectNode>set("templates", Json.array())
                .set("pagination", Page.of(List.of(), call, 0).json()));
    }

    private ObjectNode info() {
        ObjectNode info = Json.object()
                .put("version", VERSION)
                .put("master_id", masterId)
                .put("cluster_id", cluster)
                .put("cluster_name", NAME);
        info.putObject("telemetry")
                .put("enabled", false)
                .put("otel_enabled", false)
                .put("otel_endpoint", "");
        return info.putNull("sso_providers");
    }

    private ObjectNode master() {
        ObjectNode json = Json.object()
                .put("version", VERSION)
                .put("masterId", masterId)
                .put("clusterId", cluster)
                .put("clusterName", NAME)
                .put("telemetryEnabled", false);
        json.putArray("ssoProviders");
        json.put("externalLoginUri", "")
                .put("externalLogoutUri", "")
                .put("branding", "determined")
                .put("rbacEnabled", false)
                .put("product", "PRODUCT_UNSPECIFIED");
        json.putArray("featureSwitches");
        return json.put("userManagementEnabled", true)
                .put("strictJobQueueControl", false)
                .put("hasCustomLogo", false);
    }

    private JsonNode config(Call call) {
        if (!call.user().admin()) {
            throw ApiException.forbidden("user does not have permission");
        }
        ObjectNode config = Json.object();
        config.putObject("config")
                .putObject("webhooks")
                .put("base_url", "")
                .put("signing_key", Webhooks.key(call.sql()));
        return config;
    }

    private static JsonNode login(Call call) {
        String username = call.body().text("username");
        if (username.isEmpty()) {
            throw ApiException.invalid("missing argument: username");
        }
        String password = call.body().text("password");
        User user = Users.login(
                call.sql(), username, call.body().flag("isHashed") ? password : Passwords.hashedByClient(password));
        call.sql().update("UPDATE users SET last_auth = ? WHERE id = ?", Instant.now(), user.id());
        return Json.object()
                .put("token", Users.open(call.sql(), user.id(), java.util.Optional.empty()))
                .set("user", Users.user(call.sql(), user.id()).json());
    }

    private static JsonNode users(Call call) {
        List<User> users = call.sql().query("SELECT * FROM users ORDER BY id").stream()
                .map(User::of)
                .filter(user -> call.askedFlag("active")
                        .map(active -> user.active() == active)
                        .orElse(true))
                .toList();
        Page<User> page = Page.of(users, call, 0);
        ObjectNode answer = Json.object();
        answer.set("users", Json.nodes(page.items().stream().map(User::json).toList()));
        answer.set("pagination", page.json());
        return answer;
    }

    private static JsonNode createUser(Call call) {
        if (!call.user().admin()) {
            throw ApiException.forbidden("user does not have permission");
        }
        Fields user = call.body().fields("user");
        String name = user.text("username");
        if (call.sql().first("SELECT id FROM users WHERE username = ?", name).isPresent()) {
            throw ApiException.internal("code=400, message=user already exists");
        }
        String password = call.body().text("password");
        User made = Users.create(
                call.sql(),
                name,
                call.body().flag("isHashed") ? password : Passwords.hashedByClient(password),
                user.flag("admin"),
                user.flag("active"),
                user.text("displayName"));
        return Json.object().set("user", made.json());
    }

    private ObjectNode slots() {
        ObjectNode slots = Json.object();
        int used = agent.slotsUsed();
        for (int i = 0; i < Agent.SLOTS; i++) {
            ObjectNode slot = slots.putObject(String.valueOf(i)).put("id", String.valueOf(i));
            slot.putObject("device")
                    .put("id", i)
                    .put("brand", "local")
                    .put("uuid", String.valueOf(i))
                    .put("type", "TYPE_CPU");
            slot.put("enabled", true).put("draining", false);
            if (i < used) {
                slot.set(
                        "container",
                        Json.object()
                                .put("id", "")
                                .put("parent", "")
                                .put("state", "STATE_RUNNING")
                                .set("devices", Json.array()));
            } else {
                slot.putNull("container");
            }
        }
        return slots;
    }

    private JsonNode agents(Call call) {
        ObjectNode json = Json.object().put("id", Agent.NAME).put("registeredTime", Json.time(started));
        json.set("slots", slots());
        ObjectNode containers = json.putObject("containers");
        for (Running run : agent.all()) {
            containers
                    .putObject(run.container)
                    .put("parent", run.allocation)
                    .put("id", run.container)
                    .put("state", run.phase() == Running.Phase.RUNNING ? "STATE_RUNNING" : "STATE_STARTING")
                    .putArray("devices");
        }
        json.putArray("addresses").add(caravan.sandbox.Listener.HOST);
        json.put("enabled", true).put("draining", false).put("version", VERSION);
        json.putArray("resourcePools").add(Agent.POOL);
        ObjectNode stats = json.putObject("slotStats");
        stats.putObject("typeStats");
        stats.putObject("brandStats");
        ObjectNode answer = Json.object();
        answer.putArray("agents").add(json);
        answer.set("pagination", Page.of(List.of(json), call, 0).json());
        return answer;
    }

    private JsonNode pools(Call call) {
        ObjectNode pool = Json.object()
                .put("name", Agent.POOL)
                .put("description", "")
                .put("type", "RESOURCE_POOL_TYPE_STATIC")
                .put("numAgents", 1)
                .put("slotsAvailable", Agent.SLOTS)
                .put("slotsUsed", agent.slotsUsed())
                .put("slotType", "TYPE_CPU")
                .put("auxContainerCapacity", Agent.AUXILIARY)
                .put(
                        "auxContainersRunning",
                        agent.all().stream().filter(run -> run.slots == 0).count())
                .put("defaultComputePool", true)
                .put("defaultAuxPool", true)
                .put("preemptible", false)
                .put("minAgents", 0)
                .put("maxAgents", 0)
                .put("slotsPerAgent", -1)
                .put("auxContainerCapacityPerAgent", Agent.AUXILIARY)
                .put("schedulerType", "SCHEDULER_TYPE_FAIR_SHARE")
                .put("schedulerFittingPolicy", "FITTING_POLICY_BEST")
                .put("location", "on-prem")
                .put("imageId", "")
                .put("instanceType", "")
                .put("clusterName", "")
                .put("resourceManagerName", "default");
        List.of(
                        "agentDockerImage",
                        "agentDockerNetwork",
                        "agentDockerRuntime",
                        "agentFluentImage",
                        "containerStartupScript",
                        "masterCertName",
                        "masterUrl",
                        "startupScript",
                        "accelerator")
                .forEach(name -> pool.put(name, ""));
        pool.put("maxAgentStartingPeriod", 0).put("maxIdleAgentPeriod", 0);
        pool.putObject("resourceManagerMetadata");
        pool.putObject("details").putNull("aws").putNull("gcp").putNull("priorityScheduler");
        ObjectNode answer = Json.object();
        answer.putArray("resourcePools").add(pool);
        answer.set("pagination", Page.of(List.of(pool), call, 0).json());
        return answer;
    }

    private JsonNode jobs(Call call) {
        List<ObjectNode> jobs =
                call
                        .sql()
                        .query("SELECT * FROM experiments WHERE state = 'ACTIVE' AND NOT unmanaged ORDER BY id")
                        .stream()
                        .map(Experiment::of)
                        .map(e -> Json.object().<ObjectNode>set("full", job(call, e)))
                        .toList();
        Page<ObjectNode> page = Page.of(jobs, call, 0);
        return Json.object().<ObjectNode>set("pagination", page.json()).set("jobs", Json.nodes(page.items()));
    }

    private ObjectNode job(Call call, Experiment e) {
        boolean scheduled = Trial.ofExperiment(call.sql(), e.id()).stream()
                .anyMatch(trial -> agent.of(trial.id()).isPresent());
        ObjectNode job = Json.object();
        job.putObject("summary")
                .put("state", scheduled ? "STATE_SCHEDULED" : "STATE_QUEUED")
                .put("jobsAhead", 0);
        return job.put("type", "TYPE_EXPERIMENT")
                .put("submissionTime", Json.time(e.started()))
                .put("username", Users.name(call.sql(), e.user()))
                .put("userId", e.user())
                .put("resourcePool", Agent.POOL)
                .put("isPreemptible", false)
                .put("priority", 42)
                .put("weight", 1)
                .put("entityId", String.valueOf(e.id()))
                .put("jobId", e.job())
                .put("requestedSlots", e.slots())
                .put("allocatedSlots", scheduled ? e.slots() : 0)
                .put("name", e.name())
                .put("progress", e.progress().orElse(0.0))
                .put("workspaceId", 1);
    }

    private JsonNode tasks(Call call) {
        ObjectNode summaries = Json.object();
        for (Running run : agent.all()) {
            ObjectNode summary = summaries
                    .putObject(run.allocation)
                    .put("taskId", run.task)
                    .put("allocationId", run.allocation)
                    .put("name", "Trial " + run.trial + " (Experiment " + run.experiment + ")")
                    .put("registeredTime", Json.time(started))
                    .put("resourcePool", Agent.POOL)
                    .put("slotsNeeded", run.slots)
                    .put("schedulerType", "fair_share");
            ArrayNode resources = summary.putArray("resources");
            ObjectNode resource = resources
                    .addObject()
                    .put("resourcesId", run.container)
                    .put("resourcesType", "docker-container")
                    .put("allocationId", run.allocation)
                    .put("containerId", run.container);
            resource.putObject("agentDevices").putObject(Agent.NAME).putArray("devices");
            summary.putArray("proxyPorts");
        }
        return Json.object().set("allocationIdToSummary", summaries);
    }
}

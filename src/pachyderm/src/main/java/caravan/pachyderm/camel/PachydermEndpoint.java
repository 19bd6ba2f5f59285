package caravan.pachyderm.camel;

import caravan.loop.Branch;
import caravan.loop.Repo;
import caravan.loop.port.CommitFeed;
import caravan.loop.port.DataPort;
import caravan.loop.watch.SystemWatch;
import java.util.Map;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** Tell which branches of Pachyderm moved, and read and write its commits and files. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "pachyderm",
        title = "Pachyderm",
        syntax = "pachyderm:operation",
        remote = true,
        category = {Category.DATABASE, Category.AI},
        headersClass = PachydermHeaders.class)
public class PachydermEndpoint extends DefaultEndpoint {
    @UriPath(description = "What the endpoint does; commits is the consumer's")
    @Metadata(required = true)
    private PachydermOperation operation;

    @UriParam(defaultValue = "default", description = "The project")
    private String project = "default";

    @UriParam(description = "The repo (producers, and a consumer without 'watched', whose key then is the repo's name)")
    private String repo;

    @UriParam(defaultValue = "master", description = "The branch")
    private String branch = "master";

    @UriParam(label = "producer", description = "The commit's id; by default the branch's head")
    private String commit;

    @UriParam(label = "producer", description = "The older commit to compare with (diff); by default all files differ")
    private String before;

    @UriParam(label = "producer", defaultValue = "/", description = "The file or directory (read, put, walk)")
    private String path = "/";

    @UriParam(label = "consumer", description = "Bean that says which branches to look at, and the key of each")
    private Watched watched;

    @UriParam(
            label = "consumer",
            defaultValue = "1000",
            javaType = "java.time.Duration",
            description = "Time between two looks at the branches' heads")
    private long delay = 1000;

    @UriParam(
            label = "consumer",
            defaultValue = "60000",
            javaType = "java.time.Duration",
            description = "Every key is named this often, also when nothing seems to have happened")
    private long resync = 60_000;

    @UriParam(
            label = "consumer,advanced",
            defaultValue = "30000",
            javaType = "java.time.Duration",
            description = "Deadline of one waiting call for an open commit; it is then made again")
    private long waitDeadline = 30_000;

    @UriParam(
            label = "consumer,advanced",
            defaultValue = "16",
            description = "Waiting calls at a time; further open commits are looked at with every delay")
    private int waits = 16;

    @UriParam(
            label = "consumer,advanced",
            defaultValue = "10000",
            javaType = "java.time.Duration",
            description = "The longest pause between two tries while Pachyderm is away")
    private long backOff = 10_000;

    @UriParam(
            label = "consumer",
            defaultValue = "false",
            description = "Subscribe to the commits of each repo, and look at its branches when one starts, not only"
                    + " with every delay. A subscription replays the repo's whole history")
    private boolean stream;

    public PachydermEndpoint() {}

    PachydermEndpoint(String uri, PachydermComponent component) {
        super(uri, component);
    }

    @Override
    public Producer createProducer() {
        if (operation == PachydermOperation.commits) {
            throw new IllegalArgumentException("pachyderm:commits begins a route; it cannot be sent to");
        }
        return new PachydermProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        if (operation != PachydermOperation.commits) {
            throw new IllegalArgumentException(
                    "pachyderm:" + operation + " cannot begin a route; only pachyderm:commits can");
        }
        if (watched == null && repo == null) {
            throw new IllegalArgumentException("pachyderm:commits needs the option 'watched' or 'repo'");
        }
        if (stream && !(port() instanceof CommitFeed)) {
            throw new IllegalArgumentException("pachyderm:commits: this client cannot stream");
        }
        CommitsConsumer consumer = new CommitsConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    DataPort port() {
        return ((PachydermComponent) getComponent()).port();
    }

    SystemWatch watch() {
        return ((PachydermComponent) getComponent()).getWatch();
    }

    Map<String, Branch> branches() {
        return watched == null ? Map.of(repo, new Branch(new Repo(project, repo), branch)) : watched.branches();
    }

    public PachydermOperation getOperation() {
        return operation;
    }

    public void setOperation(PachydermOperation operation) {
        this.operation = operation;
    }

    public String getProject() {
        return project;
    }

    public void setProject(String project) {
        this.project = project;
    }

    public String getRepo() {
        return repo;
    }

    public void setRepo(String repo) {
        this.repo = repo;
    }

    public String getBranch() {
        return branch;
    }

    public void setBranch(String branch) {
        this.branch = branch;
    }

    public String getCommit() {
        return commit;
    }

    public void setCommit(String commit) {
        this.commit = commit;
    }

    public String getBefore() {
        return before;
    }

    public void setBefore(String before) {
        this.before = before;
    }

    public String getPath() {
        return path;
    }

    public void setPath(String path) {
        this.path = path;
    }

    public Watched getWatched() {
        return watched;
    }

    public void setWatched(Watched watched) {
        this.watched = watched;
    }

    public long getDelay() {
        return delay;
    }

    public void setDelay(long delay) {
        this.delay = delay;
    }

    public long getResync() {
        return resync;
    }

    public void setResync(long resync) {
        this.resync = resync;
    }

    public long getWaitDeadline() {
        return waitDeadline;
    }

    public void setWaitDeadline(long waitDeadline) {
        this.waitDeadline = waitDeadline;
    }

    public int getWaits() {
        return waits;
    }

    public void setWaits(int waits) {
        this.waits = waits;
    }

    public long getBackOff() {
        return backOff;
    }

    public void setBackOff(long backOff) {
        this.backOff = backOff;
    }

    public boolean isStream() {
        return stream;
    }

    public void setStream(boolean stream) {
        this.stream = stream;
    }
}

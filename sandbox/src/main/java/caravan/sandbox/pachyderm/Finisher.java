package caravan.sandbox.pachyderm;

import caravan.sandbox.pachyderm.metadata.CommitListener;
import caravan.sandbox.pachyderm.metadata.CommitRow;
import caravan.sandbox.pachyderm.metadata.Metadata;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Finishes commits in the background, one after the other. What was left at the end of the process is finished by the next. */
final class Finisher implements CommitListener, AutoCloseable {
    private final Metadata metadata;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "finisher");
        thread.setDaemon(true);
        return thread;
    });

    Finisher(Metadata metadata) {
        this.metadata = metadata;
        metadata.listen(this, metadata::commits).forEach(this::changed);
    }

    @Override
    public void changed(CommitRow commit) {
        if (!commit.open() && commit.finished() == null) {
            thread.execute(() -> finish(commit));
        }
    }

    @Override
    public void dropped(CommitRow commit) {}

    private void finish(CommitRow commit) {
        metadata.write(tx -> {
            metadata.commit(commit.repo(), commit.id())
                    .filter(row -> row.finished() == null)
                    .ifPresent(row -> tx.put(row.finished(row.error(), tx.now())));
            return commit;
        });
    }

    @Override
    public void close() {
        metadata.forget(this);
        thread.shutdown();
    }
}

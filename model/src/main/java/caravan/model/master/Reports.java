package caravan.model.master;

import java.nio.file.Path;
import java.util.Map;

/** What a trial tells its master. */
public interface Reports {

    /**
     * Reports metrics.
     *
     * @param group {@code training}, {@code validation} or {@code caravan}
     * @param step steps done
     */
    void metrics(String group, int step, Map<String, Object> values);

    /** Reports how much is done, 0..1. A report that does not arrive is no failure. */
    void progress(double share);

    /** Whether the trial is to stop now. */
    boolean preempted();

    /** Says that the trial stops because it was told to. */
    void acknowledgePreemption();

    /**
     * Reports a checkpoint, whose files are in place.
     *
     * @param uuid its name
     * @param folder its files
     * @param metadata with {@code steps_completed}, a whole number
     */
    void checkpoint(String uuid, Path folder, Map<String, Object> metadata);
}

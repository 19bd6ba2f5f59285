package caravan.sandbox.kubernetes;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Finds what pods have written. Whoever runs the pods provides it. */
@FunctionalInterface
public interface PodLogs {
    /**
     * What one container writes.
     *
     * @param files the files that hold it, oldest first; those that are absent are passed over, the last one grows
     * @param running whether more may come
     */
    record PodLog(List<Path> files, BooleanSupplier running) {
        public PodLog {
            files = List.copyOf(files);
        }
    }

    /**
     * The log of a container.
     *
     * @param container its name, empty for the pod's first
     * @param previous whether the run before the present one is meant
     */
    Optional<PodLog> find(String namespace, String pod, String container, boolean previous);
}

package caravan.loop.watch;

import java.time.Instant;

/**
 * How one of the systems is doing.
 *
 * @param system its name: {@code pachyderm}, {@code determined}, {@code seldon}
 * @param up whether nobody has trouble with it
 * @param detail what the oldest trouble is, for people; blank where there is none
 * @param since when it came to be so
 */
public record SystemState(String system, boolean up, String detail, Instant since) {}

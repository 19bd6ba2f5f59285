package caravan.loop.steps;

import caravan.loop.Golden;

/** A golden picture with its bytes. */
@SuppressWarnings("ArrayRecordComponent")
public record GoldenPicture(Golden golden, byte[] content) {}

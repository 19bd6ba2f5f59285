package caravan.cli;

/**
 * What a deployment said of one picture.
 *
 * @param probability of the label
 * @param version that answered
 * @param outlier whether the picture is unlike what the version was trained on; null where it does not say
 */
record Answer(String label, double probability, String version, Boolean outlier) {}

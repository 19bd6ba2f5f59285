package caravan.statistics;

/**
 * What a window of the fitted size can see: the smallest shift, in the reference's standard deviations, that is called
 * drift in 80 of 100 windows; found by shifting windows drawn from the reference itself.
 *
 * @param oneComponent a shift of one component alone; null where even the largest that was tried is missed
 * @param allComponents a shift of every component at once; null likewise
 */
public record Power(Double oneComponent, Double allComponents) {}

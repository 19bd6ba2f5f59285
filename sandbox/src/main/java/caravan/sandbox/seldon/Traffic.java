package caravan.sandbox.seldon;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How a deployment's requests are split.
 *
 * @param shares predictors with their weights
 * @param shadow gets copies, if there is one
 */
record Traffic(List<Share> shares, Optional<Share> shadow) {
    private static final int ALL = 100;

    /** A predictor's name and its weight in percent. */
    record Share(String predictor, int weight) {}

    Traffic {
        shares = List.copyOf(shares);
    }

    /** Draws a predictor by weight among those that are ready; where none is, among all that have a weight. */
    Optional<String> draw(java.util.function.Predicate<String> ready, RandomGenerator random) {
        List<Share> weighted = shares.stream().filter(s -> s.weight() > 0).toList();
        List<Share> able =
                weighted.stream().filter(s -> ready.test(s.predictor())).toList();
        List<Share> among = able.isEmpty() ? weighted : able;
        int sum = among.stream().mapToInt(Share::weight).sum();
        if (sum == 0) {
            return Optional.empty();
        }
        int point = random.nextInt(sum);
        for (Share share : among) {
            point -= share.weight();
            if (point < 0) {
                return Optional.of(share.predictor());
            }
        }
        throw new IllegalStateException("no share for " + point);
    }

    /** Draws whether a request is copied to the shadow; a shadow without a weight gets all. */
    Optional<String> drawShadow(RandomGenerator random) {
        return shadow.filter(s -> s.weight() == 0 || random.nextInt(ALL) < s.weight())
                .map(Share::predictor);
    }
}

package dev.roilab.statistics;

import java.util.List;
import java.util.Optional;

/**
 * The 95 % interval of a ratio of two means of paired values: all c for which Student's paired test does not tell the
 * mean of {@code a - c b} from 0 (Fieller, Some problems in interval estimation, Journal of the Royal Statistical
 * Society B 16, 1954). It needs no logarithm, so that single values may be 0.
 */
public record FiellerInterval(double low, double high) {
    /**
     * The interval; empty where it has no end, as the mean of the denominators cannot be told from 0, and with fewer
     * than two pairs.
     *
     * @param numerators one a pair
     * @param denominators as many, in the same order
     */
    public static Optional<FiellerInterval> of(List<Double> numerators, List<Double> denominators) {
        MeanEstimate below = MeanEstimate.of(denominators);
        if (!below.excludesZero()) {
            return Optional.empty();
        }
        int count = numerators.size();
        MeanEstimate above = MeanEstimate.of(numerators);
        double scale = Math.pow(StudentT.halfWidth(count - 1), 2) / count / (count - 1);
        double covariance = 0;
        for (int pair = 0; pair < count; pair++) {
            covariance += (numerators.get(pair) - above.mean()) * (denominators.get(pair) - below.mean());
        }
        // (mean a - c mean b)^2 <= t^2 var(a - c b) / n is quadratic in c.
        double square = below.mean() * below.mean() - scale * (count - 1) * below.deviation() * below.deviation();
        double middle = above.mean() * below.mean() - scale * covariance;
        double constant = above.mean() * above.mean() - scale * (count - 1) * above.deviation() * above.deviation();
        double root = Math.sqrt(Math.max(0, middle * middle - square * constant));
        return Optional.of(new FiellerInterval((middle - root) / square, (middle + root) / square));
    }

    /** The part that numbers of at least 0 can have as their ratio. */
    public FiellerInterval atLeastZero() {
        return new FiellerInterval(Math.max(0, low), Math.max(0, high));
    }
}

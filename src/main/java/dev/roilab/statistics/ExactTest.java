package dev.roilab.statistics;

import java.util.OptionalInt;
import org.apache.commons.math3.distribution.BinomialDistribution;

/** Two-sided tests of counts without any approximation, so that they hold for a handful of seeds. */
public final class ExactTest {
    private static final int MOST = 1000;

    private ExactTest() {}

    /**
     * Pairs in which exactly one side shows an event: under the hypothesis of no difference each side is as likely to
     * be that one. McNemar's test (Psychometrika 12, 1947) in its exact form, the sign test of the discordant pairs.
     *
     * @param first pairs in which the first side shows it and the second does not
     * @param second pairs in which it is the other way round
     */
    public static double mcNemar(int first, int second) {
        return first + second == 0 ? 1 : binomial(first, first + second, 0.5);
    }

    /**
     * Whether a share is another than the stated one: twice the smaller tail of the binomial distribution, at most 1
     * (Clopper and Pearson, Biometrika 26, 1934).
     */
    public static double binomial(int events, int trials, double share) {
        // Without a generator, as nothing is drawn.
        var distribution = new BinomialDistribution(null, trials, share);
        double below = distribution.cumulativeProbability(events);
        double above = 1 - distribution.cumulativeProbability(events - 1);
        return Math.min(1, 2 * Math.min(below, above));
    }

    /**
     * The fewest further discordant pairs, all in favour of the side that leads, with which {@link #mcNemar} would be
     * at the level; empty if more than a thousand.
     */
    public static OptionalInt fewestMore(int first, int second, double level) {
        int most = Math.max(first, second);
        int least = Math.min(first, second);
        for (int more = 1; more <= MOST; more++) {
            if (mcNemar(most + more, least) <= level) {
                return OptionalInt.of(more);
            }
        }
        return OptionalInt.empty();
    }
}

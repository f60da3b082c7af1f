package dev.roilab.claim;

/**
 * A claim on measures that the settings alone decide: every seed has the same number, which is no sample of anything,
 * so that comparing it decides.
 *
 * @param mean over the seeds, whose numbers are equal
 */
public record ExactComparison(MeanTest mean) implements ClaimTest {
    /** What is equal but for the last bits, by another order of operations. */
    private static final double ROUNDING = 1e-9;

    /** Whether the claim holds. */
    public boolean holds() {
        double value = mean.estimate().mean();
        double threshold = mean.threshold();
        boolean equal = Math.abs(value - threshold) <= ROUNDING * Math.max(1, Math.abs(threshold));
        return switch (mean.formula().relation()) {
            case ABOVE -> !equal && value > threshold;
            case AT_LEAST -> equal || value > threshold;
            case BELOW -> !equal && value < threshold;
            case AT_MOST -> equal || value < threshold;
        };
    }

    @Override
    public double pValue() {
        return Double.NaN;
    }

    @Override
    public boolean above() {
        return mean.above();
    }

    @Override
    public int seeds() {
        return mean.seeds();
    }

    /** Why there is no test. */
    public static String why() {
        return "exact: equal in every seed";
    }

    @Override
    public String seen() {
        return mean.comparison().witnesses().before() + mean.effect() + ", " + why();
    }

    @Override
    public String needed(double level) {
        return "";
    }
}

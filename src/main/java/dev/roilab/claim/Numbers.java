package dev.roilab.claim;

import java.util.Locale;

/** Numbers as a report prints them: fixed decimals, the same on every machine, never a negative zero. */
public final class Numbers {
    /** Stands where there is no number. */
    public static final String NONE = "–";

    private Numbers() {}

    /** With as many decimals; a dash where it is no number. */
    public static String fixed(double value, int decimals) {
        if (!Double.isFinite(value)) {
            return NONE;
        }
        String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        boolean zero = text.chars().noneMatch(digit -> digit >= '1' && digit <= '9');
        return zero && text.startsWith("-") ? text.substring(1) : text;
    }

    /** With a plus sign unless the printed number is negative or zero. */
    public static String signed(double value, int decimals) {
        String text = fixed(value, decimals);
        boolean positive = text.chars().anyMatch(digit -> digit >= '1' && digit <= '9') && !text.startsWith("-");
        return positive ? "+" + text : text;
    }

    /** Nobody writes more decimals of a threshold; what is nearer to it is equal but for rounding. */
    private static final int MOST_DECIMALS = 9;

    /**
     * As many decimals, or more where a value would be printed as the threshold that it is not: then nobody could read
     * off on which side of it the value lies.
     */
    static int decimalsApart(double threshold, int decimals, double... values) {
        double equal = Math.pow(10, -MOST_DECIMALS) * Math.max(1, Math.abs(threshold));
        int enough = decimals;
        for (double value : values) {
            boolean differs = Double.isFinite(value) && Math.abs(value - threshold) > equal;
            while (differs && enough < MOST_DECIMALS && fixed(value, enough).equals(fixed(threshold, enough))) {
                enough++;
            }
        }
        return enough;
    }

    /** Of a p value: three decimals, or that it is less. */
    public static String p(double value) {
        if (Double.isNaN(value)) {
            return NONE;
        }
        return value < 0.001 ? "< 0.001" : String.format(Locale.ROOT, "%.3f", value);
    }
}

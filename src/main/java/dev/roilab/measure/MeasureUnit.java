package dev.roilab.measure;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a measure counts in. Beside the units below, which are printed in ways of their own, any other may be named by
 * its symbol, such as {@code m}.
 *
 * @param symbol as results store it
 */
public record MeasureUnit(String symbol) {
    /** First, since the units below are checked: as claims can write it behind a number. */
    private static final Pattern SYMBOL = Pattern.compile("[A-Za-z%°µ]+[²³]?|percent of before");

    /** A part of a whole: its values are in [0, 1] and printed in percent. */
    public static final MeasureUnit PERCENT = new MeasureUnit("percent");

    /** The size of something beside what it was before, which it may exceed; printed in percent. */
    public static final MeasureUnit PERCENT_OF_BEFORE = new MeasureUnit("percent of before");

    public static final MeasureUnit SECONDS = new MeasureUnit("s");
    public static final MeasureUnit MILLISECONDS = new MeasureUnit("ms");
    public static final MeasureUnit MEGABYTES = new MeasureUnit("MB");
    public static final MeasureUnit BYTES = new MeasureUnit("bytes");

    /** Whole things. */
    public static final MeasureUnit COUNT = new MeasureUnit("count");

    /** A number without a unit that is no count either. */
    public static final MeasureUnit NUMBER = new MeasureUnit("number");

    /** @throws IllegalArgumentException if a claim could not write the symbol behind a number */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public MeasureUnit {
        if (!SYMBOL.matcher(symbol).matches()) {
            throw new IllegalArgumentException(
                    "unit must be letters, %, °, µ, ² or ³ without blanks, such as ms, got '" + symbol + "'");
        }
    }

    @Override
    @JsonValue
    public String symbol() {
        return symbol;
    }

    /** Whether values are printed in percent. */
    public boolean isShare() {
        return equals(PERCENT) || equals(PERCENT_OF_BEFORE);
    }

    public boolean isTime() {
        return equals(SECONDS) || equals(MILLISECONDS);
    }

    /** Whether only whole numbers have a meaning. */
    public boolean isWhole() {
        return equals(COUNT) || equals(BYTES);
    }

    /** The largest value that can have been measured. */
    public double most() {
        return equals(PERCENT) ? 1 : Double.MAX_VALUE;
    }

    /** How claims may write it; the first is how reports write differences, empty where a number stands alone. */
    public List<String> words() {
        if (isShare()) {
            return List.of("points", "percent", "%");
        }
        if (equals(COUNT) || equals(NUMBER)) {
            return List.of("");
        }
        return equals(SECONDS) ? List.of("s", "seconds") : List.of(symbol);
    }
}

package dev.roilab.measure;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A number that a trial may have, at least 0, as whoever measures it declares it. Results carry the declarations of
 * their numbers, so that reports know none of them by name.
 *
 * @param name by which claims, tables and plots ask for it, such as {@code ap50}
 * @param heading of its column, such as {@code AP50}
 * @param noun in a sentence, after "the", without its unit: {@code training time}
 * @param unit in which its values are stored; shares in [0, 1]
 * @param better which values are wished for
 * @param prominence where reports show it
 * @param convention by which it is computed, for the paragraph under a table: one sentence or more, the same text for
 *     measures that share one; empty if its heading says it all
 * @param exact whether the settings alone decide it, so that it is equal in every seed
 * @param ofFindings whether it is a share of what was found, which a system that finds nothing does not have: neither 0
 *     nor all of it
 */
public record MeasureInfo(
        String name,
        String heading,
        String noun,
        MeasureUnit unit,
        Better better,
        Prominence prominence,
        String convention,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean exact,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean ofFindings) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

    /** @throws IllegalArgumentException if claims could not write the name, or there is nothing to print */
    public MeasureInfo {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a measure's name must be small letters, digits and '_' and begin with a letter, got '" + name
                            + "'");
        }
        if (heading.isBlank() || noun.isBlank()) {
            throw new IllegalArgumentException("measure '" + name + "' needs a heading and a noun");
        }
        Objects.requireNonNull(unit);
        Objects.requireNonNull(better);
        Objects.requireNonNull(prominence);
        Objects.requireNonNull(convention);
    }

    /** A measure that seeds may differ in, and that a system has that finds nothing. */
    public MeasureInfo(
            String name,
            String heading,
            String noun,
            MeasureUnit unit,
            Better better,
            Prominence prominence,
            String convention) {
        this(name, heading, noun, unit, better, prominence, convention, false, false);
    }

    /** The same where the settings alone decide it. */
    public MeasureInfo exactly(boolean decided) {
        return new MeasureInfo(name, heading, noun, unit, better, prominence, convention, decided, ofFindings);
    }

    /** The same where it is a share of what was found. */
    public MeasureInfo amongFindings(boolean undefinedOfNothing) {
        return new MeasureInfo(name, heading, noun, unit, better, prominence, convention, exact, undefinedOfNothing);
    }

    /** A measure of the table of results that is called by its heading. */
    public MeasureInfo(String name, String heading, MeasureUnit unit, Better better, String convention) {
        this(name, heading, heading, unit, better, Prominence.TABLED, convention);
    }

    /** Whether numbers of both declarations can stand in one column. */
    boolean agreesWith(MeasureInfo other) {
        return unit.equals(other.unit) && better == other.better;
    }

    /** Such as {@code m, lower is better}. */
    String kind() {
        return unit.symbol()
                + switch (better) {
                    case HIGHER -> ", higher is better";
                    case LOWER -> ", lower is better";
                    case NEITHER -> "";
                };
    }
}

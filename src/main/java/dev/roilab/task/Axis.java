package dev.roilab.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.roilab.measure.MeasureUnit;

/**
 * Of a curve.
 *
 * @param noun what is along it
 * @param unit in which the values are stored; shares are printed in percent, from 0 to 100
 * @param logarithmic whether equal steps of it are equal factors; then its values are above 0
 */
public record Axis(
        String noun,
        MeasureUnit unit,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean logarithmic) {
    /** Of equal steps. */
    public Axis(String noun, MeasureUnit unit) {
        this(noun, unit, false);
    }
}

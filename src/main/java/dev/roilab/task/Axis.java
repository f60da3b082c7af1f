package dev.roilab.task;

import dev.roilab.measure.MeasureUnit;

/**
 * Of a curve.
 *
 * @param noun what is along it
 * @param unit in which the values are stored; shares are printed in percent, from 0 to 100
 */
public record Axis(String noun, MeasureUnit unit) {}

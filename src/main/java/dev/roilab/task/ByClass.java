package dev.roilab.task;

import dev.roilab.measure.MeasureInfo;
import java.util.Map;

/**
 * A measure of single classes.
 *
 * @param measure whose convention is a phrase, since the unit and the seeds are told behind it
 * @param values by the name of the class; one without a value is absent or not a number
 */
public record ByClass(MeasureInfo measure, Map<String, Double> values) {}

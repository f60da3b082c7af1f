package dev.roilab.train;

import dev.roilab.tensor.Shape;
import java.util.List;

/**
 * What one step of softmax training sees: crops, images or cached features, each with a class.
 *
 * @param values row major
 * @param shape of the values, examples outermost
 * @param labels one an example
 * @param ids of the images that the examples come from, each once
 */
@SuppressWarnings("ArrayRecordComponent") // handed to an engine once and never compared
public record LabelledBatch(float[] values, Shape shape, int[] labels, List<String> ids) {}

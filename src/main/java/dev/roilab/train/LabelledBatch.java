package dev.roilab.train;

import dev.roilab.tensor.Shape;
import java.util.List;

/**
 * What one step of softmax training sees: crops, images or cached features, each with a class.
 *
 * @param values row major
 * @param shape of the values, examples outermost
 * @param labels one an example
 * @param windows [N, 5]: image index, x1, y1, x2, y2 of what is to be classified; empty where examples are no images
 * @param ids of the images that the examples come from, each once
 */
@SuppressWarnings("ArrayRecordComponent") // handed to an engine once and never compared
public record LabelledBatch(float[] values, Shape shape, int[] labels, float[] windows, List<String> ids) {}

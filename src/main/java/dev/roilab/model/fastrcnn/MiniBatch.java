package dev.roilab.model.fastrcnn;

import dev.roilab.data.ImageBatch;
import java.util.List;

/**
 * What one training step sees.
 *
 * @param images N prepared images
 * @param regions [R, 5]: image index, x1, y1, x2, y2 in pixels of the prepared images
 * @param targets of the R regions
 * @param ids of the N images
 */
@SuppressWarnings("ArrayRecordComponent") // handed to an engine once and never compared
public record MiniBatch(ImageBatch images, float[] regions, RegionTargets targets, List<String> ids) {}

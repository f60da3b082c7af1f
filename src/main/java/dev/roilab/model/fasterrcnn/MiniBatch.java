package dev.roilab.model.fasterrcnn;

import dev.roilab.data.ImageBatch;
import dev.roilab.data.Prepared;
import dev.roilab.data.TrueObjects;
import dev.roilab.rpn.AnchorTargets;
import java.util.List;

/**
 * What one training step sees.
 *
 * @param step counted from 0
 * @param images N prepared images
 * @param pixels of all of them
 */
public record MiniBatch(int step, List<Prepared<TrueObjects>> images, ImageBatch pixels) {
    List<String> ids() {
        return images.stream().map(Prepared::id).toList();
    }

    /** What is true of one of its images. */
    AnchorTargets.Truth truth(int image) {
        Prepared<TrueObjects> prepared = images.get(image);
        return new AnchorTargets.Truth(
                prepared.truth().objects().stream().map(object -> object.box()).toList(),
                prepared.width(),
                prepared.height());
    }
}

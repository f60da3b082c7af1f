package dev.roilab.task.instance;

import dev.roilab.geometry.Detection;
import dev.roilab.geometry.keypoint.KeyPoint;
import dev.roilab.geometry.mask.RunLengthMask;
import java.util.List;
import java.util.Optional;

/**
 * A found object, in pixels of the original image.
 *
 * @param detection class, score and box
 * @param mask its pixels, where the system finds them
 * @param keyPoints its key points, where the system finds them; none where it does not
 */
public record FoundObject(Detection detection, Optional<RunLengthMask> mask, List<KeyPoint> keyPoints) {
    public FoundObject {
        keyPoints = List.copyOf(keyPoints);
    }

    /** All of it: digests of what was found are taken of this text. */
    @Override
    public String toString() {
        return detection
                + mask.map(pixels -> " mask " + pixels.compressed()).orElse("")
                + (keyPoints.isEmpty() ? "" : " key points " + keyPoints);
    }
}

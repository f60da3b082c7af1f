package dev.roilab.task.pose;

import dev.roilab.geometry.keypoint.KeyPoint;
import java.util.List;

/**
 * Where a system places the joints of a picture's object.
 *
 * @param joints in continuous pixels of the picture, in the order of the layout; perhaps outside of it
 */
public record FoundPose(List<KeyPoint> joints) {
    public FoundPose {
        joints = List.copyOf(joints);
    }
}

package dev.roilab.task.instance;

import dev.roilab.data.TrueObject;
import dev.roilab.data.TrueObjects;
import dev.roilab.data.parts.KeyPointLayout;
import dev.roilab.data.parts.ObjectKeyPoints;
import dev.roilab.data.parts.ObjectMask;
import dev.roilab.eval.FoundKeyPoints;
import dev.roilab.eval.FoundMask;
import dev.roilab.eval.GroundTruth;
import dev.roilab.eval.ImageInstances;
import dev.roilab.eval.InstanceInput;
import dev.roilab.eval.TrueKeyPoints;
import dev.roilab.eval.TrueMask;
import dev.roilab.geometry.keypoint.KeyPoint;
import dev.roilab.geometry.mask.RunLengthMask;
import dev.roilab.task.TestSet;
import dev.roilab.task.TestSet.Tested;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A tested split as the evaluations of masks and key points take it. */
final class InstanceInputs {
    private InstanceInputs() {}

    /** Every object and detection has a mask; of a crowd without one nothing is known. */
    static InstanceInput<TrueMask, FoundMask> masks(TestSet<TrueObjects, List<FoundObject>> tested) {
        return new InstanceInput<>(
                tested.classes().size(),
                tested.images().stream().map(InstanceInputs::masks).toList());
    }

    private static ImageInstances<TrueMask, FoundMask> masks(Tested<TrueObjects, List<FoundObject>> image) {
        return new ImageInstances<>(
                image.sample().id(),
                image.truth().objects().stream()
                        .flatMap(object -> object.parts().mask().stream()
                                .map(ObjectMask::pixels)
                                .map(mask -> new TrueMask(
                                        object.label(),
                                        mask,
                                        object.parts().area().orElse((double) mask.area()),
                                        GroundTruth.standing(object))))
                        .toList(),
                image.found().stream().map(InstanceInputs::foundMask).toList());
    }

    private static FoundMask foundMask(FoundObject found) {
        RunLengthMask mask =
                found.mask().orElseThrow(() -> new IllegalArgumentException("a detection has no mask: " + found));
        return FoundMask.of(found.detection().label(), found.detection().score(), mask);
    }

    /** Objects without key points have none that is labelled. */
    static InstanceInput<TrueKeyPoints, FoundKeyPoints> keyPoints(
            TestSet<TrueObjects, List<FoundObject>> tested, KeyPointLayout layout) {
        return new InstanceInput<>(
                tested.classes().size(),
                tested.images().stream()
                        .map(image -> new ImageInstances<>(
                                image.sample().id(),
                                image.truth().objects().stream()
                                        .map(object -> truePoints(object, layout))
                                        .toList(),
                                image.found().stream()
                                        .map(InstanceInputs::foundPoints)
                                        .toList()))
                        .toList());
    }

    private static TrueKeyPoints truePoints(TrueObject object, KeyPointLayout layout) {
        Optional<ObjectKeyPoints> known = object.parts().keyPoints();
        double area = object.parts()
                .area()
                .or(() ->
                        object.parts().mask().map(mask -> (double) mask.pixels().area()))
                .orElse(object.box().area());
        return new TrueKeyPoints(
                object.label(),
                known.map(ObjectKeyPoints::points)
                        .orElseGet(() -> Collections.nCopies(layout.count(), KeyPoint.UNKNOWN)),
                object.box(),
                area,
                GroundTruth.standing(object));
    }

    private static FoundKeyPoints foundPoints(FoundObject found) {
        return new FoundKeyPoints(
                found.detection().label(),
                found.detection().score(),
                found.keyPoints(),
                found.detection().box());
    }
}

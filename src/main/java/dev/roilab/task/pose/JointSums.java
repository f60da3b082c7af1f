package dev.roilab.task.pose;

import dev.roilab.eval.FoundKeyPoints;
import dev.roilab.eval.GroundTruth.Standing;
import dev.roilab.eval.ImageInstances;
import dev.roilab.eval.InstanceInput;
import dev.roilab.eval.Pck;
import dev.roilab.eval.PckResult;
import dev.roilab.eval.TrueKeyPoints;
import dev.roilab.geometry.keypoint.KeyPoint;
import dev.roilab.task.TestSet.Tested;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * What the measures of poses are made of: sums over labelled joints of some pictures.
 *
 * @param labelled how many there are
 * @param near those within {@link #NEAR} of their object's size
 * @param far those within {@link #FAR} of it
 * @param distance from where they were found, in sizes of their objects
 */
record JointSums(double labelled, double near, double far, double distance) {
    static final double NEAR = 0.1;
    static final double FAR = 0.2;

    static final JointSums NONE = new JointSums(0, 0, 0, 0);

    /** Of one picture. */
    static JointSums of(Tested<TruePose, FoundPose> image) {
        List<KeyPoint> goals = image.truth().joints().points();
        PckResult.Count near = pck(List.of(image), goals.size(), NEAR).total();
        PckResult.Count far = pck(List.of(image), goals.size(), FAR).total();
        double distance = 0;
        for (int joint = 0; joint < goals.size(); joint++) {
            KeyPoint goal = goals.get(joint);
            if (goal.isLabelled()) {
                KeyPoint guess = image.found().joints().get(joint);
                distance += Math.hypot(guess.x() - goal.x(), guess.y() - goal.y())
                        / image.truth().size();
            }
        }
        return new JointSums(near.labelled(), near.correct(), far.correct(), distance);
    }

    /**
     * PCK of joints whose object is given, as Yang and Ramanan have it.
     *
     * @param joints of every object
     * @param fraction of an object's size
     * @throws IllegalArgumentException if an image has another number of joints, true or found
     */
    static PckResult pck(List<Tested<TruePose, FoundPose>> images, int joints, double fraction) {
        return Pck.evaluate(
                new InstanceInput<>(1, images.stream().map(JointSums::input).toList()), joints, fraction);
    }

    /** A detection in the object's own box: none is to be found. */
    private static ImageInstances<TrueKeyPoints, FoundKeyPoints> input(Tested<TruePose, FoundPose> image) {
        TruePose truth = image.truth();
        return new ImageInstances<>(
                image.sample().id(),
                List.of(new TrueKeyPoints(
                        0, truth.joints().points(), truth.box(), truth.box().area(), Standing.COUNTED)),
                List.of(new FoundKeyPoints(0, 1, image.found().joints(), truth.box())));
    }

    /** These sums and those of a picture that counts several times, or not at all. */
    JointSums plus(JointSums other, int times) {
        return new JointSums(
                labelled + times * other.labelled,
                near + times * other.near,
                far + times * other.far,
                distance + times * other.distance);
    }

    /** The measures by their names, in their order; none without a labelled joint. */
    SequencedMap<String, Double> measures() {
        SequencedMap<String, Double> measures = new LinkedHashMap<>();
        if (labelled == 0) {
            return measures;
        }
        measures.put(PoseMeasures.PCK_10.name(), near / labelled);
        measures.put(PoseMeasures.PCK_20.name(), far / labelled);
        measures.put(PoseMeasures.JOINT_ERROR.name(), distance / labelled);
        measures.put(PoseMeasures.JOINTS.name(), labelled);
        return measures;
    }
}

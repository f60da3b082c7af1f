package dev.roilab.model.pose;

import dev.roilab.autograd.Variable;
import dev.roilab.data.Placement;
import dev.roilab.data.Prepared;
import dev.roilab.data.TrueObjects;
import dev.roilab.geometry.keypoint.KeyPoint;
import dev.roilab.geometry.keypoint.KeyPoint.Visibility;
import dev.roilab.nn.LossTerms;
import dev.roilab.task.pose.TruePose;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The two numbers of each joint, and back: how far it is to the right of the picture's centre and how far below it, as
 * parts of the picture's width and height. This is the normalisation of DeepPose (arXiv:1312.4659), section 3.1,
 * equation 2, whose box is the whole picture in its first stage; no object's box is needed.
 *
 * @param count K joints
 */
record JointTargets(int count) {
    /** Of a joint: right, down. */
    static final int NUMBERS = 2;

    /** The term of the loss, and its name. */
    static final String LOSS = "joints";

    /**
     * The loss on labelled joints: a sum over an image's, as in equation 4, which leaves the others out; a mean over
     * the images.
     *
     * @param outputs [N, 2 K]
     * @param images N of them, as the batch shows them
     */
    LossTerms loss(Engine engine, Variable outputs, List<Prepared<TrueObjects>> images, JointLoss loss) {
        int columns = NUMBERS * count;
        float[] wanted = new float[images.size() * columns];
        float[] weights = new float[wanted.length];
        for (int image = 0; image < images.size(); image++) {
            Prepared<TrueObjects> prepared = images.get(image);
            // A joint on the very border may be lost in resizing, and with it the only one.
            Optional<TruePose> pose = TruePose.of(prepared.truth());
            if (pose.isPresent()) {
                List<KeyPoint> joints = pose.get().joints().points();
                for (int joint = 0; joint < count; joint++) {
                    KeyPoint point = joints.get(joint);
                    if (point.isLabelled()) {
                        int at = image * columns + NUMBERS * joint;
                        wanted[at] = (float) (point.x() / prepared.width() - 0.5);
                        wanted[at + 1] = (float) (point.y() / prepared.height() - 0.5);
                        weights[at] = 1f / images.size();
                        weights[at + 1] = weights[at];
                    }
                }
            }
        }
        Shape shape = Shape.of(images.size(), columns);
        return LossTerms.of(
                LOSS,
                outputs,
                engine.losses()
                        .regressionLoss(
                                outputs.value(),
                                engine.tensor(wanted, shape),
                                engine.tensor(weights, shape),
                                loss.regression()));
    }

    /**
     * Where the numbers of one image say that its joints are, in pixels of the original.
     *
     * @param numbers [2 K]
     * @param placement of the original in what the network saw
     */
    List<KeyPoint> joints(float[] numbers, Placement placement) {
        List<KeyPoint> joints = new ArrayList<>();
        for (int joint = 0; joint < count; joint++) {
            joints.add(placement.back(new KeyPoint(
                    (numbers[NUMBERS * joint] + 0.5) * placement.width(),
                    (numbers[NUMBERS * joint + 1] + 0.5) * placement.height(),
                    Visibility.VISIBLE)));
        }
        return List.copyOf(joints);
    }
}

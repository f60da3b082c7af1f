package dev.roilab.model.maskrcnn;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.keypoint.KeyPoint;
import dev.roilab.nn.LossTerms;
import java.util.List;
import java.util.Optional;

/** What of a region's grid says where its key points are. Shapes: R regions, C channels, P cells a side. */
interface PointOutputs {
    /** Of the loss term. */
    String LOSS = "key_points";

    /**
     * The loss of R regions; empty where no labelled point is inside its region.
     *
     * @param features [R, C, P, P]
     * @param points of the object of each region
     */
    Optional<LossTerms> terms(Tape tape, Variable features, List<List<KeyPoint>> points, List<Box> boxes);

    /** The key points of each region, in its box's pixels; all are taken to be in sight. */
    List<List<KeyPoint>> find(Tape tape, Variable features, List<Box> boxes);

    /** In the order of the forward pass. */
    List<Parameter> parameters();
}

package dev.roilab.model.maskrcnn;

import dev.roilab.autograd.Parameter;
import dev.roilab.detect.SystemParts;
import dev.roilab.model.fasterrcnn.FasterRcnn;
import dev.roilab.model.fasterrcnn.JointTraining;
import dev.roilab.nn.RandomStreams;
import java.util.List;

/**
 * A Mask R-CNN with fresh weights, taken apart for whoever does its steps without a training's loop.
 *
 * @param training whose terms a step learns from
 */
public record OpenMaskRcnn(JointTraining training, List<Parameter> parameters) {
    /** Of a model without key points. */
    public static OpenMaskRcnn of(SystemParts parts, MaskRcnnSettings model) {
        var network = new MaskRcnn(parts.engine(), model, parts.data().classes().size(), 0, new RandomStreams(1));
        FasterRcnn detector = network.detector();
        return new OpenMaskRcnn(
                new JointTraining(parts, detector, model.detector(), network.branches()), network.parameters());
    }
}

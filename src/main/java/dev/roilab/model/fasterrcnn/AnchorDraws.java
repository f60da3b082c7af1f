package dev.roilab.model.fasterrcnn;

import dev.roilab.nn.RandomStreams;
import dev.roilab.rpn.AnchorSampling;
import dev.roilab.rpn.AnchorTargets;
import dev.roilab.rpn.Anchors;
import java.util.SplittableRandom;

/**
 * The anchors that the steps of a training learn from: Faster R-CNN (arXiv:1506.01497), section 3.1.3.
 *
 * @param random of which each step has a stream of its own
 */
record AnchorDraws(AnchorSampling sampling, RandomStreams random) {
    /** Those of a mini-batch. */
    AnchorTargets of(MiniBatch batch, Anchors anchors) {
        var targets = new AnchorTargets(anchors, batch.images().size());
        SplittableRandom stream = random.stream("anchors " + batch.step());
        for (int image = 0; image < batch.images().size(); image++) {
            targets.draw(image, batch.truth(image), sampling, stream);
        }
        return targets;
    }
}

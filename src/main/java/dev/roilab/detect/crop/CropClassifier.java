package dev.roilab.detect.crop;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.data.CropWarper;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.region.HeadSettings;
import dev.roilab.detect.staged.FineTuning;
import dev.roilab.detect.staged.RegionEncoder;
import dev.roilab.train.Checkpoints;
import dev.roilab.train.SoftmaxTraining;
import dev.roilab.train.TrainingCourse;
import dev.roilab.train.TrainingListener;

/**
 * A network over warped windows with its softmax fine-tuning, R-CNN (arXiv:1311.2524), sections 2.1 and 2.3: what R-CNN
 * and the sliding window have in common.
 */
public record CropClassifier(SystemParts parts, CropNetwork network, CropWarper warper) {
    /** A network that starts from the initial weights. */
    public static CropClassifier create(
            SystemParts parts, BackboneSettings backbone, CropSettings crop, HeadSettings.Fc head) {
        int outputs = parts.data().classes().size() + 1;
        var network = new CropNetwork(parts.engine(), backbone, crop, head, outputs, parts.random());
        parts.initialWeights().into(parts.engine(), network.parameters(), network.buffers());
        return new CropClassifier(parts, network, new CropWarper(crop.size(), crop.padding()));
    }

    /** Encodes windows as the network sees them. */
    public RegionEncoder encoder() {
        return new CropEncoder(parts.engine(), network, warper, parts.preparation());
    }

    /** Trains the whole network. */
    public TrainingCourse fineTune(FineTuning batches, TrainingListener listener, Checkpoints checkpoints)
            throws InterruptedException {
        var training = new SoftmaxTraining(
                        parts.engine(),
                        (tape, crops, _) -> network.classify(tape, crops),
                        network.weights(),
                        parts.train().classifier())
                .drawing(parts.random());
        return training.train(step -> batches.crops(step, warper, parts.preparation()), listener, checkpoints);
    }
}

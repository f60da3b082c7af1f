package dev.roilab.model.rcnn;

import dev.roilab.detect.SystemParts;
import dev.roilab.detect.crop.CropClassifier;
import dev.roilab.detect.staged.FineTuning;
import dev.roilab.detect.staged.ImageWindows;
import dev.roilab.detect.staged.StagedSystem;
import dev.roilab.detect.staged.TrainingClock;
import dev.roilab.train.Checkpoints;
import dev.roilab.train.TrainingCourse;
import dev.roilab.train.TrainingListener;
import dev.roilab.train.TrainingOutcome;
import java.util.List;

/**
 * R-CNN (arXiv:1311.2524): each proposal is warped to one size and goes through the network alone. Trained in stages:
 * softmax fine-tuning on warped proposals, then every training proposal's features to disk, then an SVM a class with
 * hard negative mining, then box regressors.
 */
public final class Rcnn extends StagedSystem {
    private final SystemParts parts;
    private final RcnnSettings model;
    private final CropClassifier classifier;

    public Rcnn(SystemParts parts, RcnnSettings model) {
        this(parts, model, CropClassifier.create(parts, model.backbone(), model.crop(), model.head()));
    }

    private Rcnn(SystemParts parts, RcnnSettings model, CropClassifier classifier) {
        super(parts, classifier.network(), classifier.encoder(), model);
        this.parts = parts;
        this.model = model;
        this.classifier = classifier;
    }

    @Override
    public TrainingOutcome train(TrainingListener listener, Checkpoints checkpoints) throws InterruptedException {
        var clock = new TrainingClock();
        List<ImageWindows> images = FineTuning.windows(parts);
        clock.ended("windows");
        var batches = new FineTuning(images, model.sampling(), parts.train(), parts.random());
        TrainingCourse course = classifier.fineTune(batches, listener, checkpoints);
        return finish(images, classifier.encoder(), course, clock);
    }
}

package dev.roilab.model.fcn;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.data.Dataset;
import dev.roilab.data.TrueObjects;
import dev.roilab.data.parts.LabelMap;
import dev.roilab.detect.Recipe;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.TestSettings;
import dev.roilab.detect.TrainSettings;
import dev.roilab.detect.TrainingPictures;
import dev.roilab.detect.picture.WholePictures;
import dev.roilab.detect.pixel.PixelFit;
import dev.roilab.detect.pixel.PixelLearner;
import dev.roilab.detect.pixel.PixelLoss;
import dev.roilab.task.Learner;
import dev.roilab.task.Task;
import dev.roilab.task.segmentation.SegmentationTask;
import java.util.List;
import java.util.Optional;

/** Fully convolutional networks (Long, Shelhamer and Darrell, arXiv:1411.4038). */
public final class FcnRecipe implements Recipe<FcnSettings, LabelMap> {
    /** Stages of its own. */
    static final String SCORES = "scores";

    static final String UPSAMPLING = "upsampling";

    @Override
    public Task<?, LabelMap> task() {
        return SegmentationTask.INSTANCE;
    }

    @Override
    public Class<FcnSettings> settings() {
        return FcnSettings.class;
    }

    @Override
    public List<String> foreign(FcnSettings model, TrainSettings train, TestSettings test) {
        return WholePictures.refused(model, train, test);
    }

    @Override
    public void requireFit(FcnSettings model, Dataset<TrueObjects> data, TrainingPictures pictures) {
        PixelFit.require(model.classWeights(), model.backbone().stride(), data, pictures);
    }

    @Override
    public Optional<BackboneSettings> backbone(FcnSettings model) {
        return Optional.of(model.backbone());
    }

    @Override
    public List<String> stages(FcnSettings model) {
        return everyStage();
    }

    @Override
    public List<String> everyStage() {
        return List.of("decode", "resize", "copies", "backbone", SCORES, UPSAMPLING, PixelLearner.LABELS);
    }

    @Override
    public String untrained() {
        return "labels of fresh weights";
    }

    @Override
    public Learner<LabelMap> create(SystemParts parts, FcnSettings model) {
        var network = new Fcn(parts.engine(), model, PixelLearner.classes(parts), parts.random());
        return new PixelLearner(parts, network, new PixelLoss(model.classWeights()));
    }
}

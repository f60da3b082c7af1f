package dev.roilab.model.pixelwindow;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.data.Dataset;
import dev.roilab.data.TrueObjects;
import dev.roilab.data.parts.LabelMap;
import dev.roilab.detect.DetectorStages;
import dev.roilab.detect.Recipe;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.TestSettings;
import dev.roilab.detect.TrainSettings;
import dev.roilab.detect.TrainingPictures;
import dev.roilab.detect.picture.WholePictures;
import dev.roilab.detect.pixel.PixelFit;
import dev.roilab.detect.pixel.PixelLearner;
import dev.roilab.task.Learner;
import dev.roilab.task.Task;
import dev.roilab.task.segmentation.SegmentationTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A window around every pixel. */
public final class PixelWindowRecipe implements Recipe<PixelWindowSettings, LabelMap> {
    /** Stages of its own. */
    static final String WINDOWS = "windows";

    static final String SCORES = "scores";

    @Override
    public Task<?, LabelMap> task() {
        return SegmentationTask.INSTANCE;
    }

    @Override
    public Class<PixelWindowSettings> settings() {
        return PixelWindowSettings.class;
    }

    @Override
    public List<String> foreign(PixelWindowSettings model, TrainSettings train, TestSettings test) {
        return WholePictures.refused(model, train, test);
    }

    /** A picture may be smaller than its windows. */
    @Override
    public void requireFit(PixelWindowSettings model, Dataset<TrueObjects> data, TrainingPictures pictures) {
        PixelFit.require(model.classWeights(), 1, data, pictures);
    }

    @Override
    public Optional<BackboneSettings> backbone(PixelWindowSettings model) {
        return Optional.of(model.backbone());
    }

    @Override
    public List<String> stages(PixelWindowSettings model) {
        return stages(model.head().names());
    }

    @Override
    public List<String> everyStage() {
        return stages(DetectorStages.PAPERS_LAYERS);
    }

    private static List<String> stages(List<String> hidden) {
        List<String> stages = new ArrayList<>(List.of("decode", "resize", WINDOWS, "copies", "backbone"));
        stages.addAll(hidden);
        stages.addAll(List.of(SCORES, PixelLearner.LABELS));
        return List.copyOf(stages);
    }

    @Override
    public String untrained() {
        return "labels of fresh weights";
    }

    /** How densely a picture is looked at is a matter of the test alone. */
    @Override
    public List<String> afterTraining() {
        return List.of("step");
    }

    @Override
    public Learner<LabelMap> create(SystemParts parts, PixelWindowSettings model) {
        return new PixelWindowLearner(parts, model);
    }
}

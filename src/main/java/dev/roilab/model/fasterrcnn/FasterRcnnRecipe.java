package dev.roilab.model.fasterrcnn;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.detect.DetectionRecipe;
import dev.roilab.detect.DetectionSystem;
import dev.roilab.detect.DetectorStages;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.TrainSettings;
import dev.roilab.detect.postprocessing.PostprocessingSettings;
import dev.roilab.geometry.Detection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Faster R-CNN (arXiv:1506.01497). */
public final class FasterRcnnRecipe extends ProposingRecipe<FasterRcnnSettings, List<Detection>>
        implements DetectionRecipe<FasterRcnnSettings> {
    @Override
    public Class<FasterRcnnSettings> settings() {
        return FasterRcnnSettings.class;
    }

    @Override
    public Optional<BackboneSettings> backbone(FasterRcnnSettings model) {
        return Optional.of(model.head().whole(model.backbone()));
    }

    @Override
    public List<String> everyStage() {
        return everyStage(DetectorStages.EVERY_HEAD);
    }

    @Override
    public List<Integer> trainings(FasterRcnnSettings model, TrainSettings train) {
        boolean alternating = model.training().equals(Optional.of(FasterRcnnSettings.Training.ALTERNATING));
        return Collections.nCopies(alternating ? 4 : 1, train.steps());
    }

    @Override
    public List<String> afterTraining() {
        return List.of(PostprocessingSettings.KEY, "rpn.test");
    }

    @Override
    public DetectionSystem create(SystemParts parts, FasterRcnnSettings model) {
        return new FasterRcnnLearner(parts, model);
    }
}

package dev.roilab.model.fasterrcnn;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.detect.DetectionRecipe;
import dev.roilab.detect.DetectionSystem;
import dev.roilab.detect.DetectorStages;
import dev.roilab.detect.ProposalMeasures;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.TestSettings;
import dev.roilab.detect.TrainSettings;
import dev.roilab.detect.TrainingPictures;
import dev.roilab.detect.postprocessing.PostprocessingSettings;
import dev.roilab.measure.MeasureInfo;
import dev.roilab.task.CurveInfo;
import dev.roilab.yaml.Doubt;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Faster R-CNN (arXiv:1506.01497). */
public final class FasterRcnnRecipe implements DetectionRecipe<FasterRcnnSettings> {
    private static final List<String> STAGES = List.of("rpn", "proposals", "roi", "outputs");
    private static final List<String> EVERY_STAGE = List.of("neck", "rpn", "proposals", "roi", "outputs");

    @Override
    public Class<FasterRcnnSettings> settings() {
        return FasterRcnnSettings.class;
    }

    @Override
    public List<String> foreign(FasterRcnnSettings model, TrainSettings train, TestSettings test) {
        List<String> lines = new ArrayList<>(model.sampling().misfit(train));
        if (test.scales().isPresent()) {
            lines.add("test.scales is known to fast-rcnn alone: faster-rcnn finds its regions at one scale; remove it");
        }
        return lines;
    }

    @Override
    public List<Doubt> doubts(FasterRcnnSettings model, TrainSettings train, TrainingPictures pictures) {
        List<Doubt> doubts = new ArrayList<>(DetectionRecipe.super.doubts(model, train, pictures));
        model.rpn().doubts(pictures.resized()).forEach(doubt -> doubts.add(doubt.below("model.rpn.")));
        return doubts;
    }

    @Override
    public Optional<BackboneSettings> backbone(FasterRcnnSettings model) {
        return Optional.of(model.head().whole(model.backbone()));
    }

    @Override
    public List<String> stages(FasterRcnnSettings model) {
        return DetectorStages.with(model.head().names(), model.neck().isPresent() ? EVERY_STAGE : STAGES);
    }

    @Override
    public List<String> everyStage() {
        return DetectorStages.with(DetectorStages.EVERY_HEAD, EVERY_STAGE);
    }

    @Override
    public List<Integer> trainings(FasterRcnnSettings model, TrainSettings train) {
        boolean alternating = model.training().equals(Optional.of(FasterRcnnSettings.Training.ALTERNATING));
        return Collections.nCopies(alternating ? 4 : 1, train.steps());
    }

    @Override
    public List<MeasureInfo> everyMeasure() {
        return ProposalMeasures.learned();
    }

    @Override
    public List<CurveInfo> curves() {
        return ProposalMeasures.curves();
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

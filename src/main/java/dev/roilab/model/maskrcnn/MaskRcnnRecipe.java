package dev.roilab.model.maskrcnn;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.detect.DetectorStages;
import dev.roilab.detect.FixedBoxes;
import dev.roilab.detect.ProposalMeasures;
import dev.roilab.detect.Recipe;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.TestSettings;
import dev.roilab.detect.TrainSettings;
import dev.roilab.detect.TrainingPictures;
import dev.roilab.detect.postprocessing.PostprocessingSettings;
import dev.roilab.measure.MeasureInfo;
import dev.roilab.task.CurveInfo;
import dev.roilab.task.Learner;
import dev.roilab.task.Task;
import dev.roilab.task.instance.FoundObject;
import dev.roilab.task.instance.InstanceTask;
import dev.roilab.yaml.Doubt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Mask R-CNN (arXiv:1703.06870). */
public final class MaskRcnnRecipe implements Recipe<MaskRcnnSettings, List<FoundObject>> {
    private static final List<String> STAGES = List.of("rpn", "proposals", "roi", "outputs");
    private static final List<String> EVERY_STAGE = List.of("neck", "rpn", "proposals", "roi", "outputs");

    @Override
    public Task<?, List<FoundObject>> task() {
        return InstanceTask.ALL;
    }

    @Override
    public Task<?, List<FoundObject>> task(MaskRcnnSettings model) {
        return taskOf(model);
    }

    static InstanceTask taskOf(MaskRcnnSettings model) {
        return new InstanceTask(model.mask().isPresent(), model.keyPoints().isPresent());
    }

    @Override
    public Class<MaskRcnnSettings> settings() {
        return MaskRcnnSettings.class;
    }

    @Override
    public List<String> foreign(MaskRcnnSettings model, TrainSettings train, TestSettings test) {
        List<String> lines = new ArrayList<>(model.sampling().misfit(train));
        if (test.scales().isPresent()) {
            lines.add("test.scales is known to fast-rcnn alone: mask-rcnn finds its regions at one scale; remove it");
        }
        return lines;
    }

    @Override
    public List<Doubt> doubts(MaskRcnnSettings model, TrainSettings train, TrainingPictures pictures) {
        List<Doubt> doubts = new ArrayList<>(Recipe.super.doubts(model, train, pictures));
        model.rpn().doubts(pictures.resized()).forEach(doubt -> doubts.add(doubt.below("model.rpn.")));
        return doubts;
    }

    @Override
    public Optional<BackboneSettings> backbone(MaskRcnnSettings model) {
        return Optional.of(model.backbone());
    }

    @Override
    public List<String> stages(MaskRcnnSettings model) {
        List<String> stages = new ArrayList<>(
                DetectorStages.with(model.head().names(), model.neck().isPresent() ? EVERY_STAGE : STAGES));
        if (model.mask().isPresent()) {
            stages.addAll(MaskRcnnInference.OF_MASKS);
        }
        if (model.keyPoints().isPresent()) {
            stages.add(MaskRcnnInference.OF_KEY_POINTS);
        }
        return stages;
    }

    @Override
    public List<String> everyStage() {
        List<String> stages = new ArrayList<>(DetectorStages.with(DetectorStages.PAPERS_LAYERS, EVERY_STAGE));
        stages.addAll(MaskRcnnInference.OF_MASKS);
        stages.add(MaskRcnnInference.OF_KEY_POINTS);
        return stages;
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
        return List.of(PostprocessingSettings.KEY, "rpn.test", "mask.threshold");
    }

    @Override
    public String untrained() {
        return FixedBoxes.WORDS;
    }

    @Override
    public Learner<List<FoundObject>> create(SystemParts parts, MaskRcnnSettings model) {
        return new MaskRcnnLearner(parts, model);
    }
}

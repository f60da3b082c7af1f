package dev.roilab.model.maskrcnn;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.detect.DetectorStages;
import dev.roilab.detect.FixedBoxes;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.postprocessing.PostprocessingSettings;
import dev.roilab.model.fasterrcnn.ProposingRecipe;
import dev.roilab.task.Learner;
import dev.roilab.task.Task;
import dev.roilab.task.instance.FoundObject;
import dev.roilab.task.instance.InstanceTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Mask R-CNN (arXiv:1703.06870). */
public final class MaskRcnnRecipe extends ProposingRecipe<MaskRcnnSettings, List<FoundObject>> {
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
    public Optional<BackboneSettings> backbone(MaskRcnnSettings model) {
        return Optional.of(model.backbone());
    }

    @Override
    public List<String> stages(MaskRcnnSettings model) {
        List<String> stages = new ArrayList<>(super.stages(model));
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
        List<String> stages = new ArrayList<>(everyStage(DetectorStages.PAPERS_LAYERS));
        stages.addAll(MaskRcnnInference.OF_MASKS);
        stages.add(MaskRcnnInference.OF_KEY_POINTS);
        return stages;
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

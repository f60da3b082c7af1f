package dev.roilab.model.slidingwindow;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.detect.DetectionRecipe;
import dev.roilab.detect.DetectionSystem;
import dev.roilab.detect.DetectorStages;
import dev.roilab.detect.OneScale;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.TestSettings;
import dev.roilab.detect.TrainSettings;
import dev.roilab.detect.postprocessing.PostprocessingSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every position, scale and ratio in place of proposals. */
public final class SlidingWindowRecipe implements DetectionRecipe<SlidingWindowSettings> {
    private static final List<String> STAGES = List.of("windows", "warp", "outputs");

    @Override
    public Class<SlidingWindowSettings> settings() {
        return SlidingWindowSettings.class;
    }

    @Override
    public List<String> foreign(SlidingWindowSettings model, TrainSettings train, TestSettings test) {
        List<String> lines = new ArrayList<>(OneScale.refused(model, train, test));
        lines.addAll(model.sampling().misfit(train));
        return lines;
    }

    @Override
    public Optional<BackboneSettings> backbone(SlidingWindowSettings model) {
        return Optional.of(model.backbone());
    }

    @Override
    public List<String> stages(SlidingWindowSettings model) {
        return DetectorStages.with(model.head().names(), STAGES);
    }

    @Override
    public List<String> everyStage() {
        return DetectorStages.with(DetectorStages.PAPERS_LAYERS, STAGES);
    }

    @Override
    public List<String> afterTraining() {
        return List.of(PostprocessingSettings.KEY);
    }

    @Override
    public DetectionSystem create(SystemParts parts, SlidingWindowSettings model) {
        return new SlidingWindow(parts, model);
    }
}

package dev.roilab.model.localizer;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.detect.DetectorStages;
import dev.roilab.detect.Recipe;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.TestSettings;
import dev.roilab.detect.TrainSettings;
import dev.roilab.detect.picture.PictureNetwork;
import dev.roilab.detect.picture.WholePictures;
import dev.roilab.task.Learner;
import dev.roilab.task.Task;
import dev.roilab.task.localization.FoundClass;
import dev.roilab.task.localization.LocalizationTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Classification with localization of one object. */
public final class LocalizerRecipe implements Recipe<LocalizerSettings, FoundClass> {
    /** Stages of the two outputs, and their names. */
    static final String SCORES = "scores";

    static final String BOX = "box";

    @Override
    public Task<?, FoundClass> task() {
        return LocalizationTask.INSTANCE;
    }

    @Override
    public Class<LocalizerSettings> settings() {
        return LocalizerSettings.class;
    }

    @Override
    public List<String> foreign(LocalizerSettings model, TrainSettings train, TestSettings test) {
        return WholePictures.refused(model, test);
    }

    @Override
    public Optional<BackboneSettings> backbone(LocalizerSettings model) {
        return Optional.of(model.backbone());
    }

    @Override
    public List<String> stages(LocalizerSettings model) {
        return stages(model.pooling().isPresent(), model.head().names());
    }

    @Override
    public List<String> everyStage() {
        return stages(true, DetectorStages.PAPERS_LAYERS);
    }

    private static List<String> stages(boolean pooled, List<String> hidden) {
        List<String> stages = new ArrayList<>(PictureNetwork.stages(pooled, hidden));
        stages.addAll(List.of(SCORES, BOX));
        return List.copyOf(stages);
    }

    @Override
    public String untrained() {
        return "outputs of fresh weights";
    }

    @Override
    public Learner<FoundClass> create(SystemParts parts, LocalizerSettings model) {
        return new LocalizerLearner(parts, model);
    }
}

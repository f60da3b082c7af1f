package dev.roilab.model.classifier;

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
import dev.roilab.task.classification.ClassScores;
import dev.roilab.task.classification.ClassificationTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A classifier of whole pictures. */
public final class ClassifierRecipe implements Recipe<ClassifierSettings, ClassScores> {
    /** The stage of the last layer, and its name. */
    static final String SCORES = "scores";

    @Override
    public Task<?, ClassScores> task() {
        return ClassificationTask.INSTANCE;
    }

    @Override
    public Class<ClassifierSettings> settings() {
        return ClassifierSettings.class;
    }

    @Override
    public List<String> foreign(ClassifierSettings model, TrainSettings train, TestSettings test) {
        return WholePictures.refused(model, train, test);
    }

    @Override
    public Optional<BackboneSettings> backbone(ClassifierSettings model) {
        return Optional.of(model.backbone());
    }

    @Override
    public List<String> stages(ClassifierSettings model) {
        return stages(model.pooling().isPresent(), model.head().names());
    }

    @Override
    public List<String> everyStage() {
        return stages(true, DetectorStages.PAPERS_LAYERS);
    }

    private static List<String> stages(boolean pooled, List<String> hidden) {
        List<String> stages = new ArrayList<>(PictureNetwork.stages(pooled, hidden));
        stages.add(SCORES);
        return List.copyOf(stages);
    }

    @Override
    public String untrained() {
        return "class scores of fresh weights";
    }

    @Override
    public Learner<ClassScores> create(SystemParts parts, ClassifierSettings model) {
        return new ClassifierLearner(parts, model);
    }
}

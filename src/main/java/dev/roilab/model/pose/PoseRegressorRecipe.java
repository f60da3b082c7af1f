package dev.roilab.model.pose;

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
import dev.roilab.task.pose.FoundPose;
import dev.roilab.task.pose.PoseTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The pose of one object as regression of its joints. */
public final class PoseRegressorRecipe implements Recipe<PoseRegressorSettings, FoundPose> {
    /** The stage of the outputs, and their name. */
    static final String JOINTS = "joints";

    @Override
    public Task<?, FoundPose> task() {
        return PoseTask.INSTANCE;
    }

    @Override
    public Class<PoseRegressorSettings> settings() {
        return PoseRegressorSettings.class;
    }

    @Override
    public List<String> foreign(PoseRegressorSettings model, TrainSettings train, TestSettings test) {
        return WholePictures.refused(model, test);
    }

    @Override
    public Optional<BackboneSettings> backbone(PoseRegressorSettings model) {
        return Optional.of(model.backbone());
    }

    @Override
    public List<String> stages(PoseRegressorSettings model) {
        return stages(model.pooling().isPresent(), model.head().names());
    }

    @Override
    public List<String> everyStage() {
        return stages(true, DetectorStages.PAPERS_LAYERS);
    }

    private static List<String> stages(boolean pooled, List<String> hidden) {
        List<String> stages = new ArrayList<>(PictureNetwork.stages(pooled, hidden));
        stages.add(JOINTS);
        return List.copyOf(stages);
    }

    @Override
    public String untrained() {
        return "outputs of fresh weights";
    }

    @Override
    public Learner<FoundPose> create(SystemParts parts, PoseRegressorSettings model) {
        return new PoseRegressorLearner(parts, model);
    }
}

package dev.roilab.toy;

import dev.roilab.detect.OneScale;
import dev.roilab.detect.Recipe;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.TestSettings;
import dev.roilab.detect.TrainSettings;
import dev.roilab.measure.Better;
import dev.roilab.measure.MeasureInfo;
import dev.roilab.measure.MeasureUnit;
import dev.roilab.task.Learner;
import dev.roilab.task.Task;
import java.util.List;

/** A system that no line of the program knows. */
public final class MeanCoverRecipe implements Recipe<MeanCoverSettings, Double> {
    static final MeasureInfo GUESS = new MeasureInfo(
            "mean_guess", "mean guess", MeasureUnit.NUMBER, Better.NEITHER, "Mean guess: over the test images.");

    @Override
    public Task<?, Double> task() {
        return CoverTask.INSTANCE;
    }

    @Override
    public Class<MeanCoverSettings> settings() {
        return MeanCoverSettings.class;
    }

    @Override
    public List<String> foreign(MeanCoverSettings model, TrainSettings train, TestSettings test) {
        return OneScale.refused(model, train, test);
    }

    @Override
    public List<String> stages(MeanCoverSettings model) {
        return everyStage();
    }

    @Override
    public List<String> everyStage() {
        return List.of(MeanCover.STAGE);
    }

    @Override
    public List<MeasureInfo> everyMeasure() {
        return List.of(GUESS);
    }

    @Override
    public Learner<Double> create(SystemParts parts, MeanCoverSettings model) {
        return new MeanCover(parts, model);
    }
}

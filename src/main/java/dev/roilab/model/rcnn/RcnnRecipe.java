package dev.roilab.model.rcnn;

import dev.roilab.detect.DetectionRecipe;
import dev.roilab.detect.DetectionSystem;
import dev.roilab.detect.FastRcnnAlone;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.TestSettings;
import dev.roilab.detect.TrainSettings;
import dev.roilab.detect.postprocessing.DetectedBoxes;
import dev.roilab.detect.postprocessing.PostprocessingSettings;
import dev.roilab.detect.staged.ClassSvms;
import dev.roilab.detect.staged.RidgeStage;
import java.util.ArrayList;
import java.util.List;

/** R-CNN (arXiv:1311.2524). */
public final class RcnnRecipe implements DetectionRecipe<RcnnSettings> {
    @Override
    public Class<RcnnSettings> settings() {
        return RcnnSettings.class;
    }

    @Override
    public List<String> foreign(RcnnSettings model, TrainSettings train, TestSettings test) {
        List<String> lines = new ArrayList<>(FastRcnnAlone.refused(model, train, test));
        lines.addAll(model.sampling().misfit(train));
        return lines;
    }

    @Override
    public List<String> stages(RcnnSettings model) {
        return everyStage();
    }

    @Override
    public List<String> everyStage() {
        return List.of("warp", ClassSvms.STAGE, RidgeStage.NAME);
    }

    @Override
    public List<String> afterTraining() {
        return List.of("svm", "box_regression", PostprocessingSettings.KEY, DetectedBoxes.KEY);
    }

    @Override
    public int mostDetections(RcnnSettings model) {
        return model.postprocessing().detections();
    }

    @Override
    public DetectionSystem create(SystemParts parts, RcnnSettings model) {
        return new Rcnn(parts, model);
    }
}

package dev.roilab.train.staged;

import dev.roilab.detect.RcnnSettings;
import dev.roilab.detect.TestSettings;
import dev.roilab.train.DetectionSystem;
import dev.roilab.train.FastRcnnAlone;
import dev.roilab.train.Recipe;
import dev.roilab.train.SystemParts;
import dev.roilab.train.TrainSettings;
import java.util.List;

/** R-CNN (arXiv:1311.2524). */
public final class RcnnRecipe implements Recipe<RcnnSettings> {
    @Override
    public Class<RcnnSettings> settings() {
        return RcnnSettings.class;
    }

    @Override
    public List<String> foreign(RcnnSettings model, TrainSettings train, TestSettings test) {
        return FastRcnnAlone.refused(model, train, test);
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
    public DetectionSystem create(SystemParts parts, RcnnSettings model) {
        return new Rcnn(parts, model);
    }
}

package dev.roilab.model.rcnn;

import dev.roilab.detect.DetectionSystem;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.staged.RidgeSettings;
import dev.roilab.detect.staged.StagedRecipe;

/** R-CNN (arXiv:1311.2524). */
public final class RcnnRecipe extends StagedRecipe<RcnnSettings> {
    /** For the list of recipes. */
    public RcnnRecipe() {
        super("warp");
    }

    @Override
    public Class<RcnnSettings> settings() {
        return RcnnSettings.class;
    }

    @Override
    public DetectionSystem create(SystemParts parts, RcnnSettings model) {
        return new Rcnn(parts, model);
    }

    @Override
    protected RcnnSettings with(RcnnSettings model, RidgeSettings boxRegression) {
        return new RcnnSettings(
                model.proposals(),
                model.backbone(),
                model.crop(),
                model.head(),
                model.sampling(),
                model.svm(),
                boxRegression,
                model.postprocessing(),
                model.boxes());
    }
}

package dev.roilab.toy;

import dev.roilab.detect.DetectionSystem;
import dev.roilab.detect.FastRcnnAlone;
import dev.roilab.detect.Recipe;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.TestSettings;
import dev.roilab.detect.TrainSettings;
import dev.roilab.detect.UnreadBlock;
import dev.roilab.measure.Better;
import dev.roilab.measure.MeasureInfo;
import dev.roilab.measure.MeasureUnit;
import java.util.List;

/** A system that no line of the program knows. */
public final class MeanBoxRecipe implements Recipe<MeanBoxSettings> {
    static final MeasureInfo CORNER_ERROR = new MeasureInfo(
            "corner_error",
            "corner error",
            MeasureUnit.NUMBER,
            Better.LOWER,
            "Mean distance of corners, in parts of the image.");

    @Override
    public Class<MeanBoxSettings> settings() {
        return MeanBoxSettings.class;
    }

    @Override
    public List<String> foreign(MeanBoxSettings model, TrainSettings train, TestSettings test) {
        return FastRcnnAlone.refused(model, train, test);
    }

    @Override
    public List<UnreadBlock> unread() {
        return List.of(new UnreadBlock(List.of("proposals"), "proposals: a mean-box reads none"));
    }

    @Override
    public boolean readsProposals() {
        return false;
    }

    @Override
    public List<String> stages(MeanBoxSettings model) {
        return everyStage();
    }

    @Override
    public List<String> everyStage() {
        return List.of(MeanBox.STAGE);
    }

    @Override
    public List<MeasureInfo> measures(MeanBoxSettings model) {
        return List.of(CORNER_ERROR);
    }

    @Override
    public int mostDetections(MeanBoxSettings model) {
        return 1;
    }

    @Override
    public DetectionSystem create(SystemParts parts, MeanBoxSettings model) {
        return new MeanBox(parts, model);
    }
}

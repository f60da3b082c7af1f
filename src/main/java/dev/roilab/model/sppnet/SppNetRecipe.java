package dev.roilab.model.sppnet;

import dev.roilab.detect.DetectionRecipe;
import dev.roilab.detect.DetectionSystem;
import dev.roilab.detect.FastRcnnAlone;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.TestSettings;
import dev.roilab.detect.TrainSettings;
import dev.roilab.detect.UnreadBlock;
import dev.roilab.detect.postprocessing.DetectedBoxes;
import dev.roilab.detect.postprocessing.PostprocessingSettings;
import dev.roilab.detect.staged.ClassSvms;
import dev.roilab.detect.staged.RidgeStage;
import dev.roilab.yaml.Spelling;
import java.util.ArrayList;
import java.util.List;

/** SPPnet (arXiv:1406.4729). */
public final class SppNetRecipe implements DetectionRecipe<SppNetSettings> {
    @Override
    public Class<SppNetSettings> settings() {
        return SppNetSettings.class;
    }

    @Override
    public List<String> foreign(SppNetSettings model, TrainSettings train, TestSettings test) {
        List<String> lines = new ArrayList<>(FastRcnnAlone.refused(model, train, test));
        lines.addAll(model.sampling().misfit(train));
        if (model.backbone().frozenBelow() != 0) {
            lines.add("model.backbone.frozen_below is %d, but model.type %s never changes a convolution; write 0"
                    .formatted(model.backbone().frozenBelow(), Spelling.typeName(settings())));
        }
        return lines;
    }

    @Override
    public List<UnreadBlock> unread() {
        return List.of(new UnreadBlock(
                List.of("data.shorter_side", "data.longer_side"),
                "data.shorter_side and data.longer_side: spp-net resizes images to model.scales instead"));
    }

    @Override
    public List<String> stages(SppNetSettings model) {
        return everyStage();
    }

    @Override
    public List<String> everyStage() {
        return List.of("roi", ClassSvms.STAGE, RidgeStage.NAME);
    }

    @Override
    public List<String> afterTraining() {
        return List.of("svm", "box_regression", PostprocessingSettings.KEY, DetectedBoxes.KEY);
    }

    @Override
    public int mostDetections(SppNetSettings model) {
        return model.postprocessing().detections();
    }

    @Override
    public DetectionSystem create(SystemParts parts, SppNetSettings model) {
        return new SppNet(parts, model);
    }
}

package dev.roilab.model.sppnet;

import dev.roilab.backbone.EfficientnetSettings;
import dev.roilab.detect.DetectionSystem;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.TestSettings;
import dev.roilab.detect.TrainSettings;
import dev.roilab.detect.UnreadBlock;
import dev.roilab.detect.staged.RidgeSettings;
import dev.roilab.detect.staged.StagedRecipe;
import dev.roilab.yaml.Spelling;
import java.util.ArrayList;
import java.util.List;

/** SPPnet (arXiv:1406.4729). */
public final class SppNetRecipe extends StagedRecipe<SppNetSettings> {
    /** For the list of recipes. */
    public SppNetRecipe() {
        super("roi");
    }

    @Override
    public Class<SppNetSettings> settings() {
        return SppNetSettings.class;
    }

    @Override
    public List<String> foreign(SppNetSettings model, TrainSettings train, TestSettings test) {
        List<String> lines = new ArrayList<>(super.foreign(model, train, test));
        if (model.backbone().frozenBelow() != 0) {
            lines.add("model.backbone.frozen_below is %d, but model.type %s never changes a convolution; write 0"
                    .formatted(model.backbone().frozenBelow(), Spelling.typeName(settings())));
        }
        if (model.backbone() instanceof EfficientnetSettings drawing && drawing.stochasticDepth() != 0) {
            lines.add("model.backbone.stochastic_depth is %s, but model.type %s never changes a convolution; write 0"
                    .formatted(drawing.stochasticDepth(), Spelling.typeName(settings())));
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
    public DetectionSystem create(SystemParts parts, SppNetSettings model) {
        return new SppNet(parts, model);
    }

    @Override
    protected SppNetSettings with(SppNetSettings model, RidgeSettings boxRegression) {
        return new SppNetSettings(
                model.proposals(),
                model.backbone(),
                model.roi(),
                model.scales(),
                model.head(),
                model.sampling(),
                model.svm(),
                boxRegression,
                model.postprocessing(),
                model.boxes());
    }
}

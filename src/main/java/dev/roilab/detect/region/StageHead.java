package dev.roilab.detect.region;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.backbone.LastStage;
import dev.roilab.nn.GlobalAveragePool2d;
import dev.roilab.nn.Layer;
import dev.roilab.nn.Linear;
import dev.roilab.timing.Stages;
import java.util.List;
import java.util.function.BiFunction;

/**
 * A backbone's last stage over every region, and the mean over its cells: {@link HeadSettings.Stage}.
 *
 * @param stage of the backbone that made the maps
 */
public record StageHead(LastStage stage) implements RegionHead {
    @Override
    public Variable prepared(Tape tape, Variable grids) {
        return grids;
    }

    @Override
    public Variable forward(Tape tape, Variable prepared, Stages stages) {
        return stages.stage(HeadSettings.Stage.NAME, () -> mean(tape, maps(tape, prepared)));
    }

    /** The stage's own maps, [R, F, P / 2, P / 2], rounded up; untimed. */
    public Variable maps(Tape tape, Variable prepared) {
        return stage.layer().forward(tape, prepared);
    }

    /** [R, F] of {@link #maps}, which must be read by nothing else afterwards where no gradient is recorded. */
    private static Variable mean(Tape tape, Variable maps) {
        Variable mean = new GlobalAveragePool2d().forward(tape, maps);
        if (!mean.needsGradient()) {
            maps.value().release();
        }
        return mean;
    }

    @Override
    public int width() {
        return stage.channels();
    }

    /** The same: there are no such layers. */
    @Override
    public StageHead replaced(BiFunction<String, Linear, Layer> replacement) {
        return this;
    }

    @Override
    public List<Parameter> parameters() {
        return stage.layer().parameters();
    }

    @Override
    public List<Parameter> buffers() {
        return stage.layer().buffers();
    }
}

package dev.roilab.model.sppnet;

import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.data.ImagePreparation;
import dev.roilab.data.Pixels;
import dev.roilab.data.Prepared;
import dev.roilab.data.ResizeRule;
import dev.roilab.data.Sample;
import dev.roilab.detect.ScaleSettings;
import dev.roilab.detect.region.PooledNetwork;
import dev.roilab.detect.region.RegionRows;
import dev.roilab.detect.staged.RegionEncoder;
import dev.roilab.geometry.Box;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import dev.roilab.timing.Stages;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The image once through the convolutions at each scale, every window pooled from the scale that suits it: SPPnet
 * (arXiv:1406.4729), section 4.1. A scale that no window wants is left out.
 */
public final class PyramidEncoder implements RegionEncoder {
    /** The longer side is never limited: the shorter one alone defines a scale. */
    private static final int UNLIMITED = 1 << 20;

    private final Engine engine;
    private final PooledNetwork network;
    private final ScaleSettings scales;
    private final List<ImagePreparation> preparations;
    private final boolean flip;

    /** Encodes windows at the scales that suit them. */
    public PyramidEncoder(Engine engine, PooledNetwork network, ScaleSettings scales) {
        this(engine, network, scales, false);
    }

    private PyramidEncoder(Engine engine, PooledNetwork network, ScaleSettings scales, boolean flip) {
        this.flip = flip;
        this.engine = engine;
        this.network = network;
        this.scales = scales;
        this.preparations = scales.shorterSides().stream()
                .map(side -> new ImagePreparation(new ResizeRule(side, UNLIMITED), 0))
                .toList();
    }

    /** The same windows, in the same order, of mirrored images. */
    public PyramidEncoder mirrored() {
        return new PyramidEncoder(engine, network, scales, true);
    }

    @Override
    public void encode(Sample<?> sample, List<Box> windows, Stages stages, Part part) {
        Pixels pixels = stages.stage("decode", sample::read);
        double side = Math.min(sample.width(), sample.height());
        int[] scaleOf =
                windows.stream().mapToInt(box -> scales.nearest(box, side)).toArray();
        for (int scale = 0; scale < preparations.size(); scale++) {
            int wanted = scale;
            int[] chosen = IntStream.range(0, scaleOf.length)
                    .filter(w -> scaleOf[w] == wanted)
                    .toArray();
            if (chosen.length > 0) {
                ImagePreparation preparation = preparations.get(scale);
                Prepared<?> image = stages.stage("resize", () -> preparation.prepare(sample, pixels, flip));
                encode(preparation, image, windows, chosen, new Target(stages, part));
            }
        }
    }

    private record Target(Stages stages, Part part) {}

    private void encode(
            ImagePreparation preparation, Prepared<?> image, List<Box> windows, int[] chosen, Target target) {
        Stages stages = target.stages();
        List<Box> regions = IntStream.of(chosen)
                .mapToObj(w -> image.toResized(windows.get(w)))
                .toList();
        try (Scope _ = engine.openScope()) {
            Tensor input = stages.stage("copies", () -> {
                var batch = preparation.batch(List.of(image));
                return engine.tensor(batch.values(), Shape.of(1, 3, batch.height(), batch.width()));
            });
            Tensor rows = stages.stage(
                    "copies", () -> engine.tensor(RegionRows.of(regions, _ -> 0), Shape.of(regions.size(), 5)));
            Tape tape = Tape.inference(engine);
            Variable maps = network.maps(tape, input, stages);
            target.part().accept(chosen, tape, network.pooled(tape, maps, rows, stages));
        }
    }
}

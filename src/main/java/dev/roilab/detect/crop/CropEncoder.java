package dev.roilab.detect.crop;

import dev.roilab.autograd.Tape;
import dev.roilab.data.CropWarper;
import dev.roilab.data.ImagePreparation;
import dev.roilab.data.Pixels;
import dev.roilab.data.Prepared;
import dev.roilab.data.Sample;
import dev.roilab.detect.staged.RegionEncoder;
import dev.roilab.geometry.Box;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import dev.roilab.timing.Stages;
import java.util.List;
import java.util.stream.IntStream;

/** Every window warped to one size and sent through the whole network: R-CNN (arXiv:1311.2524), section 2.1. */
final class CropEncoder implements RegionEncoder {
    /** Crops in a forward pass: enough to keep the cores busy, few enough for their maps to stay small. */
    private static final int MOST_CROPS = 64;

    /** Crops in a pass are rounded up to a multiple, so that few sizes occur and prepared operations are used again. */
    private static final int CROP_STEP = 8;

    private final Engine engine;
    private final CropNetwork network;
    private final CropWarper warper;
    private final ImagePreparation preparation;

    CropEncoder(Engine engine, CropNetwork network, CropWarper warper, ImagePreparation preparation) {
        this.engine = engine;
        this.network = network;
        this.warper = warper;
        this.preparation = preparation;
    }

    @Override
    public void encode(Sample<?> sample, List<Box> windows, Stages stages, Part part) {
        Pixels pixels = stages.stage("decode", sample::read);
        Prepared<?> image = stages.stage("resize", () -> preparation.prepare(sample, pixels, false));
        for (int first = 0; first < windows.size(); first += MOST_CROPS) {
            int end = Math.min(first + MOST_CROPS, windows.size());
            encode(image, windows.subList(first, end), first, stages, part);
        }
    }

    private void encode(Prepared<?> image, List<Box> windows, int first, Stages stages, Part part) {
        int crops = Math.ceilDiv(windows.size(), CROP_STEP) * CROP_STEP;
        try (Scope _ = engine.openScope()) {
            float[] values = stages.stage("warp", () -> warp(image, windows, crops));
            Shape shape = Shape.of(crops, 3, warper.size(), warper.size());
            Tensor input = stages.stage("copies", () -> engine.tensor(values, shape));
            Tape tape = Tape.inference(engine);
            var pooled = network.pooled(tape, input, stages);
            part.accept(IntStream.range(first, first + windows.size()).toArray(), tape, pooled);
        }
    }

    private float[] warp(Prepared<?> image, List<Box> windows, int crops) {
        float[] values = new float[Math.multiplyExact(crops, warper.cropLength())];
        IntStream.range(0, windows.size())
                .parallel()
                .forEach(w -> warper.warp(
                        image.pixels(), image.toResized(windows.get(w)), false, values, w * warper.cropLength()));
        return values;
    }
}

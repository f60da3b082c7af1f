package dev.roilab.model.sppnet;

import dev.roilab.autograd.Tape;
import dev.roilab.data.Sample;
import dev.roilab.detect.staged.FeatureCache;
import dev.roilab.detect.staged.ImageWindows;
import dev.roilab.detect.staged.RegionEncoder;
import dev.roilab.geometry.Box;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Shape;
import dev.roilab.timing.Stages;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The pyramids of the training windows, read back from disk instead of computed again. */
final class StoredPyramids implements RegionEncoder {
    private final Engine engine;
    private final FeatureCache pyramids;
    private final Map<String, Long> firstRows = new TreeMap<>();

    /** @param firstRows row of each image's first window */
    StoredPyramids(Engine engine, FeatureCache pyramids, List<ImageWindows> images, long[] firstRows) {
        this.engine = engine;
        this.pyramids = pyramids;
        for (int i = 0; i < firstRows.length; i++) {
            this.firstRows.put(images.get(i).sample().id(), firstRows[i]);
        }
    }

    @Override
    public void encode(Sample<?> sample, List<Box> windows, Stages stages, Part part) {
        if (windows.isEmpty()) {
            return;
        }
        Long first = firstRows.get(sample.id());
        if (first == null) {
            throw new IllegalArgumentException("no pyramids were stored of image " + sample.id());
        }
        float[] rows = pyramids.read(first, windows.size());
        try (Scope _ = engine.openScope()) {
            Tape tape = Tape.inference(engine);
            var pooled = tape.constant(engine.tensor(rows, Shape.of(windows.size(), pyramids.dimensions())));
            part.accept(IntStream.range(0, windows.size()).toArray(), tape, pooled);
        }
    }
}

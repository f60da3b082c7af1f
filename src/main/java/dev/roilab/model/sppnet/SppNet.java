package dev.roilab.model.sppnet;

import dev.roilab.detect.SystemParts;
import dev.roilab.detect.region.PooledNetwork;
import dev.roilab.detect.region.RegionClassifier;
import dev.roilab.detect.staged.FeatureCache;
import dev.roilab.detect.staged.FineTuning;
import dev.roilab.detect.staged.ImageWindows;
import dev.roilab.detect.staged.LastStages;
import dev.roilab.detect.staged.StagedSystem;
import dev.roilab.detect.staged.TrainingClock;
import dev.roilab.timing.Stages;
import dev.roilab.train.Checkpoints;
import dev.roilab.train.SoftmaxTraining;
import dev.roilab.train.TrainingCourse;
import dev.roilab.train.TrainingListener;
import dev.roilab.train.TrainingOutcome;
import java.util.List;

/**
 * SPPnet (arXiv:1406.4729), section 4: convolutions once an image and scale, a pyramid of every window. Trained in
 * stages: the pyramids of all training windows, and those of the mirrored images where a training mirrors, to disk,
 * fine-tuning of the fully connected layers on them (the convolutions are never changed), then SVMs and box regressors
 * as R-CNN.
 */
public final class SppNet extends StagedSystem {
    private final SystemParts parts;
    private final SppNetSettings model;
    private final PooledNetwork network;
    private final PyramidEncoder encoder;

    public SppNet(SystemParts parts, SppNetSettings model) {
        this(parts, model, network(parts, model));
    }

    private SppNet(SystemParts parts, SppNetSettings model, PooledNetwork network) {
        this(parts, model, network, new PyramidEncoder(parts.engine(), network, model.scales()));
    }

    private SppNet(SystemParts parts, SppNetSettings model, PooledNetwork network, PyramidEncoder encoder) {
        super(parts, network, encoder, model);
        this.parts = parts;
        this.model = model;
        this.network = network;
        this.encoder = encoder;
    }

    private static PooledNetwork network(SystemParts parts, SppNetSettings model) {
        int outputs = parts.data().classes().size() + 1;
        var network =
                new PooledNetwork(parts.engine(), model.backbone(), model.roi(), model.head(), outputs, parts.random());
        parts.initialWeights().into(parts.engine(), network.parameters(), network.buffers());
        return network;
    }

    @Override
    public TrainingOutcome train(TrainingListener listener, Checkpoints checkpoints) throws InterruptedException {
        var clock = new TrainingClock();
        List<ImageWindows> images = FineTuning.windows(parts);
        try (var pyramids = new FeatureCache(parts.scratch(), network.head().pooledCount())) {
            var rows = new FineTuning.Rows(
                    cache(images, encoder, pyramids),
                    parts.train().flip() ? cache(images, encoder.mirrored(), pyramids) : new long[0]);
            clock.ended("pyramids");
            report("pyramids_on_disk_mb", LastStages.megabytes(pyramids.bytes()));
            var batches = new FineTuning(images, model.sampling(), parts.train(), parts.random());
            TrainingCourse course =
                    fineTuning().train(step -> batches.features(step, pyramids, rows), listener, checkpoints);
            return finish(images, new StoredPyramids(parts.engine(), pyramids, images, rows.upright()), course, clock);
        }
    }

    /** Of the layers above the pyramid alone. */
    private SoftmaxTraining fineTuning() {
        RegionClassifier head = network.head();
        return new SoftmaxTraining(
                parts.engine(),
                (tape, pooled, _) -> head.logits(tape, head.features(tape, tape.constant(pooled), Stages.UNTIMED)),
                head.parameters(),
                parts.train().classifier());
    }

    /** The first row of each image. */
    private static long[] cache(List<ImageWindows> images, PyramidEncoder views, FeatureCache pyramids)
            throws InterruptedException {
        long[] firstRows = new long[images.size()];
        for (int i = 0; i < firstRows.length; i++) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            long first = pyramids.rows();
            firstRows[i] = first;
            ImageWindows image = images.get(i);
            views.encode(image.sample(), image.boxes(), Stages.UNTIMED, (windows, _, pooled) -> {
                float[] rows = pooled.value().toFloats();
                for (int row = 0; row < windows.length; row++) {
                    pyramids.put(first + windows[row], rows, row * pyramids.dimensions());
                }
            });
        }
        return firstRows;
    }
}

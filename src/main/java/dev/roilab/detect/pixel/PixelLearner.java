package dev.roilab.detect.pixel;

import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.data.ImagePreparation;
import dev.roilab.data.Sample;
import dev.roilab.data.parts.LabelMap;
import dev.roilab.detect.ImageSampling;
import dev.roilab.detect.ImageSampling.MiniBatch;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.picture.PictureLearner;
import dev.roilab.nn.LossTerms;
import dev.roilab.task.segmentation.SegmentationTask;
import dev.roilab.tensor.Engine;
import dev.roilab.timing.StageTimer;
import dev.roilab.timing.Stages;
import dev.roilab.train.Checkpoints;
import dev.roilab.train.DivergenceGuard;
import dev.roilab.train.TrainingListener;
import dev.roilab.train.TrainingOutcome;
import java.util.List;
import java.util.Optional;

/** A network of pixels with its training. */
public final class PixelLearner extends PictureLearner<LabelMap> {
    /** The stage that makes labels of scores. */
    public static final String LABELS = "labels";

    private final SystemParts parts;
    private final PixelNetwork network;
    private final PixelLoss loss;
    private final ImagePreparation pictures;

    /** Takes the initial weights. */
    public PixelLearner(SystemParts parts, PixelNetwork network, PixelLoss loss) {
        super(parts, network.parameters(), network.buffers());
        this.parts = parts;
        this.network = network;
        this.loss = loss;
        this.pictures = parts.scales().own(network.stride());
    }

    /** How many classes the pixels of a data set have. */
    public static int classes(SystemParts parts) {
        return SegmentationTask.INSTANCE.read(parts.data()).classes().size();
    }

    @Override
    public TrainingOutcome train(TrainingListener listener, Checkpoints checkpoints) throws InterruptedException {
        var batches = new ImageSampling(parts, List.of(pictures), parts.random());
        return descend(batches, this::terms, listener, checkpoints);
    }

    private Optional<LossTerms> terms(Tape tape, MiniBatch batch) {
        Variable logits = network.logits(tape, batch.pixels(), Stages.UNTIMED);
        int[] labels = PixelTruth.of(
                batch.images(), batch.pixels().height(), batch.pixels().width());
        return loss.of(tape.engine(), logits, labels);
    }

    @Override
    public LabelMap predict(Sample<?> sample) {
        Engine engine = parts.engine();
        StageTimer timer = parts.timer();
        return read(sample, pictures, (image, batch) -> {
            Variable logits = network.logits(Tape.inference(engine), batch, timer);
            float[] scores = timer.stage("copies", () -> logits.value().toFloats());
            DivergenceGuard.requireNumbers("the test of image " + sample.id(), "class scores", scores);
            return timer.stage(
                    LABELS,
                    () -> PixelLabels.original(
                            PixelLabels.best(scores, batch.height(), batch.width(), image), image, sample));
        });
    }
}

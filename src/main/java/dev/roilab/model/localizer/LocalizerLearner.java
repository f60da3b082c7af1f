package dev.roilab.model.localizer;

import dev.roilab.autograd.Tape;
import dev.roilab.data.ImagePreparation;
import dev.roilab.data.Prepared;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.detect.ImageSampling;
import dev.roilab.detect.ImageSampling.MiniBatch;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.picture.PictureLearner;
import dev.roilab.geometry.Box;
import dev.roilab.nn.LossTerms;
import dev.roilab.task.classification.ClassScores;
import dev.roilab.task.localization.FoundClass;
import dev.roilab.task.localization.LocatedClass;
import dev.roilab.tensor.Engine;
import dev.roilab.timing.StageTimer;
import dev.roilab.timing.Stages;
import dev.roilab.train.Checkpoints;
import dev.roilab.train.DivergenceGuard;
import dev.roilab.train.TrainingListener;
import dev.roilab.train.TrainingOutcome;
import java.util.Optional;
import java.util.SplittableRandom;

/** A localizer with its training. */
final class LocalizerLearner extends PictureLearner<FoundClass> {
    private final SystemParts parts;
    private final Localizer network;
    private final LocalizationLoss loss;
    private final ImagePreparation pictures;

    LocalizerLearner(SystemParts parts, LocalizerSettings model) {
        var network =
                new Localizer(parts.engine(), model, parts.data().classes().size(), parts.random());
        super(parts, network.parameters(), network.buffers());
        this.parts = parts;
        this.network = network;
        this.loss = new LocalizationLoss(model.boxLoss());
        this.pictures = parts.scales().own(network.stride());
    }

    @Override
    public TrainingOutcome train(TrainingListener listener, Checkpoints checkpoints) throws InterruptedException {
        var batches = new ImageSampling(parts, parts.scales().of(parts.train(), network.stride()), parts.random());
        return descend(batches, this::terms, listener, checkpoints);
    }

    private Optional<LossTerms> terms(Tape tape, MiniBatch batch) {
        SplittableRandom dropped = parts.random().stream("dropout " + batch.step());
        Localizer.Outputs outputs = network.forward(tape, batch.pixels(), dropped, Stages.UNTIMED);
        return Optional.of(loss.of(
                tape.engine(),
                network,
                outputs,
                batch.images().stream().map(LocalizerLearner::target).toList()));
    }

    private static LocalizationLoss.Target target(Prepared<TrueObjects> image) {
        return new LocalizationLoss.Target(LocatedClass.of(image.truth()).orElseThrow(), image.width(), image.height());
    }

    @Override
    public FoundClass predict(Sample<?> sample) {
        Engine engine = parts.engine();
        StageTimer timer = parts.timer();
        return read(sample, pictures, (image, batch) -> {
            // Nothing is dropped in a test.
            Localizer.Outputs outputs = network.forward(Tape.inference(engine), batch, new SplittableRandom(0), timer);
            float[] said = timer.stage(
                    "copies",
                    () -> engine.losses().softmax(outputs.logits().value()).toFloats());
            float[] boxes = timer.stage("copies", () -> outputs.boxes().value().toFloats());
            DivergenceGuard.requireNumbers("the test of image " + sample.id(), "class scores and boxes", said, boxes);
            var scores = ClassScores.of(said);
            Box box = LocalizationLoss.box(boxes, network.place(scores.best()), image.width(), image.height());
            return new FoundClass(scores, image.toOriginal(box));
        });
    }
}

package dev.roilab.model.classifier;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.data.ImageBatch;
import dev.roilab.data.ImagePreparation;
import dev.roilab.data.Pixels;
import dev.roilab.data.Prepared;
import dev.roilab.data.Sample;
import dev.roilab.detect.GradientDescent;
import dev.roilab.detect.ImageSampling;
import dev.roilab.detect.ImageSampling.MiniBatch;
import dev.roilab.detect.SystemParts;
import dev.roilab.nn.LossTerms;
import dev.roilab.nn.Safetensors;
import dev.roilab.nn.WeightLoader;
import dev.roilab.task.Learner;
import dev.roilab.task.classification.ClassScores;
import dev.roilab.task.classification.PictureClass;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Scope;
import dev.roilab.timing.StageTimer;
import dev.roilab.timing.Stages;
import dev.roilab.train.Checkpoints;
import dev.roilab.train.DivergenceGuard;
import dev.roilab.train.TrainingListener;
import dev.roilab.train.TrainingOutcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SplittableRandom;

/** A classifier with its training by the log loss of the right class. */
final class ClassifierLearner implements Learner<ClassScores> {
    /** The mean over a batch of the log loss of the right class, nats. */
    private static final String CLASSIFICATION = "classification";

    private final SystemParts parts;
    private final Classifier network;
    private final ImagePreparation pictures;

    ClassifierLearner(SystemParts parts, ClassifierSettings model) {
        this.parts = parts;
        this.network =
                new Classifier(parts.engine(), model, parts.data().classes().size(), parts.random());
        parts.initialWeights().into(parts.engine(), network.parameters(), network.buffers());
        this.pictures = parts.scales().own(network.stride());
    }

    @Override
    public TrainingOutcome train(TrainingListener listener, Checkpoints checkpoints) throws InterruptedException {
        var batches = new ImageSampling(parts, List.of(pictures), parts.random());
        var descent = new GradientDescent<>(
                        parts.engine(),
                        parts.train(),
                        network.parameters(),
                        network.buffers(),
                        this::terms,
                        MiniBatch::ids)
                .drawing(parts.random());
        return TrainingOutcome.of(descent.train(batches::batch, listener, checkpoints), 0);
    }

    private Optional<LossTerms> terms(Tape tape, MiniBatch batch) {
        SplittableRandom dropped = parts.random().stream("dropout " + batch.step());
        Variable logits = network.logits(tape, batch.pixels(), dropped, Stages.UNTIMED);
        int[] labels = batch.images().stream()
                .mapToInt(image -> PictureClass.of(image.truth()).orElseThrow().label())
                .toArray();
        var loss = tape.engine().losses().softmaxCrossEntropy(logits.value(), labels, 1.0 / labels.length);
        return Optional.of(LossTerms.of(CLASSIFICATION, logits, loss));
    }

    @Override
    public ClassScores predict(Sample<?> sample) {
        Engine engine = parts.engine();
        StageTimer timer = parts.timer();
        timer.startLap();
        try (Scope _ = engine.openScope()) {
            Pixels pixels = timer.stage("decode", sample::read);
            Prepared<?> image = timer.stage("resize", () -> pictures.prepare(sample, pixels, false));
            ImageBatch batch = timer.stage("copies", () -> pictures.batch(List.of(image)));
            // Nothing is dropped in a test.
            Variable logits = network.logits(Tape.inference(engine), batch, new SplittableRandom(0), timer);
            float[] said = timer.stage(
                    "copies", () -> engine.losses().softmax(logits.value()).toFloats());
            DivergenceGuard.requireNumbers("the test of image " + sample.id(), "class scores", said);
            return ClassScores.of(said);
        } finally {
            timer.endLap();
        }
    }

    @Override
    public List<Parameter> weights() {
        List<Parameter> weights = new ArrayList<>(network.parameters());
        weights.addAll(network.buffers());
        return List.copyOf(weights);
    }

    @Override
    public void restore(Safetensors file) {
        WeightLoader.load(parts.engine(), weights(), file, _ -> false);
    }

    @Override
    public SequencedMap<String, String> facts() {
        return new LinkedHashMap<>();
    }
}

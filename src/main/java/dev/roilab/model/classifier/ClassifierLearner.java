package dev.roilab.model.classifier;

import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.data.ImageBatch;
import dev.roilab.data.ImagePreparation;
import dev.roilab.data.Pixels;
import dev.roilab.data.Prepared;
import dev.roilab.data.Sample;
import dev.roilab.detect.ImageSampling;
import dev.roilab.detect.ImageSampling.MiniBatch;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.picture.PictureLearner;
import dev.roilab.nn.LabelSmoothing;
import dev.roilab.nn.LossTerms;
import dev.roilab.task.classification.ClassScores;
import dev.roilab.task.classification.PictureClass;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.LossOperations.LossGradient;
import dev.roilab.tensor.Scope;
import dev.roilab.timing.StageTimer;
import dev.roilab.timing.Stages;
import dev.roilab.train.Checkpoints;
import dev.roilab.train.DivergenceGuard;
import dev.roilab.train.TrainingListener;
import dev.roilab.train.TrainingOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** A classifier with its training by the log loss of the right class. */
final class ClassifierLearner extends PictureLearner<ClassScores> {
    /** The mean over a batch of the log loss of the right class, nats; that of each auxiliary classifier is apart. */
    private static final String CLASSIFICATION = "classification";

    private final SystemParts parts;
    private final ClassifierSettings model;
    private final Classifier network;
    private final List<ImagePreparation> tested;

    ClassifierLearner(SystemParts parts, ClassifierSettings model) {
        var network =
                new Classifier(parts.engine(), model, parts.data().classes().size(), parts.random());
        super(parts, network.parameters(), network.buffers());
        this.parts = parts;
        this.model = model;
        this.network = network;
        this.tested = model.views()
                .flatMap(ViewSettings::shorterSides)
                .map(sides -> parts.scales().at(sides, network.stride()))
                .orElseGet(() -> List.of(parts.scales().own(network.stride())));
    }

    @Override
    public TrainingOutcome train(TrainingListener listener, Checkpoints checkpoints) throws InterruptedException {
        List<ImagePreparation> sizes = parts.scales().of(parts.train(), network.stride());
        var batches = model.crops()
                .map(crops -> new ImageSampling(parts, sizes, parts.random(), crops::cut))
                .orElseGet(() -> new ImageSampling(parts, sizes, parts.random()));
        return descend(batches, this::terms, listener, checkpoints);
    }

    private Optional<LossTerms> terms(Tape tape, MiniBatch batch) {
        SplittableRandom dropped = parts.random().stream("dropout " + batch.step());
        Classifier.Logits logits = network.logits(tape, batch.pixels(), dropped, Stages.UNTIMED);
        int[] labels = batch.images().stream()
                .mapToInt(image -> PictureClass.of(image.truth()).orElseThrow().label())
                .toArray();
        LossTerms terms = LossTerms.of(CLASSIFICATION, logits.last(), loss(tape, logits.last(), labels, 1));
        for (int head = 0; head < logits.auxiliary().size(); head++) {
            Variable beside = logits.auxiliary().get(head);
            double weight = model.auxiliary().orElseThrow().weight();
            terms = terms.and("auxiliary" + (head + 1), beside, loss(tape, beside, labels, weight));
        }
        return Optional.of(terms);
    }

    /** The mean over a batch. */
    private LossGradient loss(Tape tape, Variable logits, int[] labels, double weight) {
        return LabelSmoothing.crossEntropy(
                tape.engine(), logits.value(), labels, model.labelSmoothing().orElse(0.0), weight / labels.length);
    }

    @Override
    public ClassScores predict(Sample<?> sample) {
        StageTimer timer = parts.timer();
        timer.startLap();
        try (Scope _ = parts.engine().openScope()) {
            Pixels pixels = timer.stage("decode", sample::read);
            List<float[]> said = new ArrayList<>();
            for (ImagePreparation size : tested) {
                List<Prepared<?>> views = timer.stage("resize", () -> views(size, sample, pixels));
                said.add(probabilities(timer.stage("copies", () -> size.batch(views))));
                DivergenceGuard.requireNumbers("the test of image " + sample.id(), "class scores", said.getLast());
            }
            return ClassScores.mean(said, parts.data().classes().size());
        } finally {
            timer.endLap();
        }
    }

    private List<Prepared<?>> views(ImagePreparation size, Sample<?> sample, Pixels pixels) {
        Prepared<?> image = size.prepare(sample, pixels, false);
        return model.views()
                .map(views -> List.<Prepared<?>>copyOf(views.of(image)))
                .orElse(List.of(image));
    }

    /** Row by row of the batch. */
    private float[] probabilities(ImageBatch batch) {
        Engine engine = parts.engine();
        // Nothing is dropped in a test.
        Variable logits = network.logits(Tape.inference(engine), batch, new SplittableRandom(0), parts.timer())
                .last();
        return parts.timer()
                .stage("copies", () -> engine.losses().softmax(logits.value()).toFloats());
    }
}

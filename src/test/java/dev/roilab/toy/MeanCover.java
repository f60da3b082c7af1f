package dev.roilab.toy;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.detect.SystemParts;
import dev.roilab.nn.Initializer;
import dev.roilab.nn.Linear;
import dev.roilab.nn.LossTerms;
import dev.roilab.nn.Losses;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.nn.Safetensors;
import dev.roilab.nn.Sgd;
import dev.roilab.nn.WeightLoader;
import dev.roilab.task.Evaluation;
import dev.roilab.task.Learner;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.LossOperations.LossGradient;
import dev.roilab.tensor.RegressionLoss;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Shape;
import dev.roilab.train.Checkpoints;
import dev.roilab.train.TrainingListener;
import dev.roilab.train.TrainingLoop;
import dev.roilab.train.TrainingOutcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SplittableRandom;

/**
 * Finds the same share in every image: the mean of those that it has seen, learned by gradient descent on two losses.
 */
final class MeanCover implements Learner<Double> {
    static final String STAGE = "recollection";

    private final SystemParts parts;
    private final MeanCoverSettings model;
    private final Linear cover;
    private final Linear objects;
    private double guesses;
    private int images;

    MeanCover(SystemParts parts, MeanCoverSettings model) {
        this.parts = parts;
        this.model = model;
        var factory = ParameterFactory.of(parts.engine(), parts.random());
        this.cover = Linear.create(factory.in("cover"), 1, 1, Activation.NONE, Initializer.normal(0.5));
        this.objects = Linear.create(factory.in("objects"), 1, 1, Activation.NONE, Initializer.normal(0.5));
    }

    /** An image's true share, and how many objects it has. */
    @SuppressWarnings("ArrayRecordComponent") // handed to an engine once and never compared
    private record Batch(float[] cover, float[] objects, List<String> ids) {}

    private Batch batch(int step) {
        SplittableRandom stream = parts.random().stream("batch " + step);
        int count = parts.train().images();
        var batch = new Batch(new float[count], new float[count], new ArrayList<>());
        for (int i = 0; i < count; i++) {
            List<Sample<TrueObjects>> samples = parts.data().train();
            Sample<TrueObjects> sample = samples.get(stream.nextInt(samples.size()));
            batch.cover()[i] = (float) CoverTask.cover(sample).share();
            batch.objects()[i] = sample.truth().objects().size();
            batch.ids().add(sample.id());
        }
        return batch;
    }

    @Override
    public TrainingOutcome train(TrainingListener listener, Checkpoints checkpoints) throws InterruptedException {
        var optimizer = new Sgd(parts.engine(), weights(), parts.train().momentum(), 0);
        var recipe = new TrainingLoop.Recipe(
                parts.train().steps(), parts.train().rate(), parts.train().schedule());
        TrainingListener slow = (step, steps, losses) -> {
            Thread.sleep(model.pause());
            listener.stepped(step, steps, losses);
        };
        var loop = new TrainingLoop<Batch>(
                parts.engine(),
                recipe,
                weights(),
                optimizer.state(),
                (batch, _, rate) -> Optional.of(step(batch, rate, optimizer)),
                Batch::ids);
        return TrainingOutcome.of(loop.run(this::batch, slow, checkpoints), 0);
    }

    private Losses step(Batch batch, double rate, Sgd optimizer) {
        Engine engine = parts.engine();
        try (Scope _ = engine.openScope()) {
            Tape tape = Tape.recording(engine);
            int count = batch.ids().size();
            float[] ones = new float[count];
            Arrays.fill(ones, 1);
            Variable input = tape.constant(engine.tensor(ones, Shape.of(count, 1)));
            Variable one = cover.forward(tape, input);
            Variable other = objects.forward(tape, input);
            LossTerms terms = LossTerms.of("cover_loss", one, loss(one, batch.cover()))
                    .and("object_loss", other, loss(other, batch.objects()));
            tape.backward(terms.gradients());
            optimizer.step(tape, rate);
            return terms.read();
        }
    }

    private LossGradient loss(Variable guess, float[] truth) {
        Engine engine = parts.engine();
        float[] weights = new float[truth.length];
        Arrays.fill(weights, 1f / truth.length);
        return engine.losses()
                .regressionLoss(
                        guess.value(),
                        engine.tensor(truth, guess.shape()),
                        engine.tensor(weights, guess.shape()),
                        new RegressionLoss.L2());
    }

    @Override
    public Double predict(Sample<?> sample) {
        parts.timer().startLap();
        try (Scope _ = parts.engine().openScope()) {
            double found = parts.timer().stage(STAGE, this::guess);
            guesses += found;
            images++;
            return found;
        } finally {
            parts.timer().endLap();
        }
    }

    private double guess() {
        Engine engine = parts.engine();
        Tape tape = Tape.inference(engine);
        Variable one = tape.constant(engine.tensor(new float[] {1}, Shape.of(1, 1)));
        return Math.clamp(model.stretch() * cover.forward(tape, one).value().toFloats()[0], 0.0, 1.0);
    }

    @Override
    public List<Parameter> weights() {
        List<Parameter> weights = new ArrayList<>(cover.parameters());
        weights.addAll(objects.parameters());
        return weights;
    }

    @Override
    public void restore(Safetensors file) {
        WeightLoader.load(parts.engine(), weights(), file, _ -> false);
    }

    @Override
    public Evaluation evaluation(Glance glance) {
        SequencedMap<String, Double> measures = new LinkedHashMap<>();
        measures.put(MeanCoverRecipe.GUESS.name(), guesses / images);
        return Evaluation.of(measures);
    }

    @Override
    public SequencedMap<String, String> facts() {
        return new LinkedHashMap<>();
    }
}

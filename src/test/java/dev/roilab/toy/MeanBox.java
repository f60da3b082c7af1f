package dev.roilab.toy;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObject;
import dev.roilab.detect.DetectionSystem;
import dev.roilab.detect.SystemParts;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.Detection;
import dev.roilab.nn.Initializer;
import dev.roilab.nn.Linear;
import dev.roilab.nn.LossTerms;
import dev.roilab.nn.Losses;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.nn.Safetensors;
import dev.roilab.nn.Sgd;
import dev.roilab.nn.WeightLoader;
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

/** Finds one box in every image: the mean of those that it has seen, learned by gradient descent on two losses. */
final class MeanBox implements DetectionSystem {
    static final String STAGE = "recollection";

    private final SystemParts parts;
    private final MeanBoxSettings model;
    private final Linear first;
    private final Linear last;
    private double distance;
    private int corners;

    MeanBox(SystemParts parts, MeanBoxSettings model) {
        this.parts = parts;
        this.model = model;
        var factory = ParameterFactory.of(parts.engine(), parts.random());
        this.first = Linear.create(factory.in("first"), 1, 2, Activation.NONE, Initializer.normal(0.5));
        this.last = Linear.create(factory.in("last"), 1, 2, Activation.NONE, Initializer.normal(0.5));
    }

    /** Corners of one object an image, in parts of the image. */
    @SuppressWarnings("ArrayRecordComponent") // handed to an engine once and never compared
    private record Batch(float[] first, float[] last, List<String> ids) {}

    private Batch batch(int step) {
        SplittableRandom stream = parts.random().stream("batch " + step);
        int count = parts.train().images();
        var batch = new Batch(new float[2 * count], new float[2 * count], new ArrayList<>());
        for (int i = 0; i < count; i++) {
            List<Sample> samples = parts.data().train();
            Sample sample = samples.get(stream.nextInt(samples.size()));
            Box box = sample.objects().getFirst().box();
            batch.first()[2 * i] = (float) (box.x1() / sample.width());
            batch.first()[2 * i + 1] = (float) (box.y1() / sample.height());
            batch.last()[2 * i] = (float) (box.x2() / sample.width());
            batch.last()[2 * i + 1] = (float) (box.y2() / sample.height());
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
                (batch, rate) -> Optional.of(step(batch, rate, optimizer)),
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
            Variable one = first.forward(tape, input);
            Variable other = last.forward(tape, input);
            LossTerms terms = LossTerms.of("first_corner", one, loss(one, batch.first()))
                    .and("last_corner", other, loss(other, batch.last()));
            tape.backward(terms.gradients());
            optimizer.step(tape, rate);
            return terms.read();
        }
    }

    private LossGradient loss(Variable corner, float[] truth) {
        Engine engine = parts.engine();
        float[] weights = new float[truth.length];
        Arrays.fill(weights, 2f / truth.length);
        return engine.losses()
                .regressionLoss(
                        corner.value(),
                        engine.tensor(truth, corner.shape()),
                        engine.tensor(weights, corner.shape()),
                        new RegressionLoss.L2());
    }

    @Override
    public List<Detection> detect(Sample sample) {
        parts.timer().startLap();
        try (Scope _ = parts.engine().openScope()) {
            Box found = parts.timer().stage(STAGE, () -> box().scale(sample.width(), sample.height()));
            for (TrueObject object : sample.objects()) {
                distance += Math.abs(object.box().x2() - found.x2()) / sample.width();
                corners++;
            }
            return List.of(new Detection(0, 1, found));
        } finally {
            parts.timer().endLap();
        }
    }

    /** In parts of the image. */
    private Box box() {
        Engine engine = parts.engine();
        Tape tape = Tape.inference(engine);
        Variable one = tape.constant(engine.tensor(new float[] {1}, Shape.of(1, 1)));
        float[] from = first.forward(tape, one).value().toFloats();
        float[] to = last.forward(tape, one).value().toFloats();
        double stretch = model.stretch();
        return new Box(Math.min(from[0], to[0]), Math.min(from[1], to[1]), stretch * to[0], stretch * to[1]);
    }

    @Override
    public List<Parameter> weights() {
        List<Parameter> weights = new ArrayList<>(first.parameters());
        weights.addAll(last.parameters());
        return weights;
    }

    @Override
    public void restore(Safetensors file) {
        WeightLoader.load(parts.engine(), weights(), file, _ -> false);
    }

    @Override
    public SequencedMap<String, Double> measures() {
        SequencedMap<String, Double> measures = new LinkedHashMap<>();
        measures.put(MeanBoxRecipe.CORNER_ERROR.name(), distance / corners);
        return measures;
    }

    @Override
    public SequencedMap<String, String> facts() {
        return new LinkedHashMap<>();
    }
}

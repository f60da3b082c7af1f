package dev.roilab.train;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.nn.LossTerms;
import dev.roilab.nn.Losses;
import dev.roilab.nn.RandomStreams;
import dev.roilab.nn.Schedule;
import dev.roilab.nn.Sgd;
import dev.roilab.nn.SgdSettings;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/** Trains a classifier with log loss by momentum SGD: fine-tuning in R-CNN and SPPnet, and pretraining. */
public final class SoftmaxTraining {
    /** The mean over a batch of the log loss of the right class, nats: the only term of the loss. */
    private static final String CLASSIFICATION = "classification";

    private final Engine engine;
    private final Network network;
    private final Recipe recipe;
    private final Sgd optimizer;
    private final List<Parameter> weights;
    private Optional<RandomStreams> draws = Optional.empty();

    /** From examples to class scores before the softmax. */
    @FunctionalInterface
    public interface Network {
        /**
         * Class scores of a batch.
         *
         * @param examples the batch's values on the engine
         */
        Variable logits(Tape tape, Tensor examples, LabelledBatch batch);
    }

    /**
     * How long and how fast.
     *
     * @param rate learning rate that the schedule scales
     */
    public record Recipe(int steps, double rate, SgdSettings sgd, Schedule schedule) {
        /** All parameters at one rate. */
        public Recipe(int steps, double rate, double momentum, double decay, Schedule schedule) {
            this(steps, rate, new SgdSettings(momentum, decay), schedule);
        }
    }

    /**
     * Create it in the scope of the parameters.
     *
     * @param weights parameters and running statistics: those that are trained learn, all are in checkpoints
     */
    public SoftmaxTraining(Engine engine, Network network, List<Parameter> weights, Recipe recipe) {
        this.engine = engine;
        this.network = network;
        this.recipe = recipe;
        this.optimizer = new Sgd(engine, weights, recipe.sgd());
        this.weights = List.copyOf(weights);
    }

    /** This training, of a network whose layers may draw: each step from a stream of its own. */
    public SoftmaxTraining drawing(RandomStreams random) {
        draws = Optional.of(random);
        return this;
    }

    /**
     * Runs all steps that the last checkpoint has not behind it.
     *
     * @param batches by step, from any thread
     * @throws DivergedException at the first loss or weights that are not finite
     * @throws InterruptedException when the listener asks to stop; a checkpoint is written first
     */
    public TrainingCourse train(IntFunction<LabelledBatch> batches, TrainingListener listener, Checkpoints checkpoints)
            throws InterruptedException {
        var loop = new TrainingLoop.Recipe(recipe.steps(), recipe.rate(), recipe.schedule());
        return new TrainingLoop<LabelledBatch>(
                        engine,
                        loop,
                        weights,
                        optimizer.state(),
                        (batch, step, rate) ->
                                batch.labels().length == 0 ? Optional.empty() : Optional.of(step(batch, step, rate)),
                        LabelledBatch::ids)
                .run(batches, listener, checkpoints);
    }

    /** One forward pass, backward pass and update; no update where the loss is not finite. */
    private Losses step(LabelledBatch batch, int step, double rate) {
        try (Scope _ = engine.openScope()) {
            Tape tape = draws.map(random -> Tape.recording(engine, random.stream("layers " + step)))
                    .orElseGet(() -> Tape.recording(engine));
            Variable logits = network.logits(tape, engine.tensor(batch.values(), batch.shape()), batch);
            var loss = engine.losses().softmaxCrossEntropy(logits.value(), batch.labels(), 1.0 / batch.labels().length);
            LossTerms terms = LossTerms.of(CLASSIFICATION, logits, loss);
            Losses losses = terms.read();
            if (losses.areFinite()) {
                tape.backward(terms.gradients());
                optimizer.step(tape, rate);
            }
            return losses;
        }
    }
}

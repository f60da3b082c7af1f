package dev.roilab.train;

import dev.roilab.autograd.Parameter;
import dev.roilab.data.DataException;
import dev.roilab.nn.Losses;
import dev.roilab.nn.Schedule;
import dev.roilab.tensor.Engine;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * What every training by gradient descent has in common: batches made ahead, a checkpoint now and then, the guard
 * against losses and weights that are not finite. What a step does is its caller's.
 *
 * @param <B> what one step sees
 */
public final class TrainingLoop<B> {
    /** Batches made ahead of their use; two hide the longest decoding seen behind one step. */
    private static final int AHEAD = 3;

    private static final int CURVE_POINTS = 100;

    private final Engine engine;
    private final Recipe recipe;
    private final List<Parameter> weights;
    private final List<Parameter> velocities;
    private final Step<B> work;
    private final Function<B, List<String>> images;

    /**
     * How long and how fast.
     *
     * @param rate learning rate that the schedule scales
     */
    public record Recipe(int steps, double rate, Schedule schedule) {}

    /**
     * One forward pass, backward pass and update; no update where a loss is not finite. Gives the losses of the batch,
     * by whatever names the system has for them; absent where the batch has no regions: there is no mean over none, and
     * nothing to learn. Steps are counted from 0.
     */
    @FunctionalInterface
    public interface Step<B> {
        Optional<Losses> take(B batch, int step, double rate);
    }

    /**
     * A loop over the steps of one training.
     *
     * @param weights parameters and running statistics: what checkpoints keep
     * @param velocities of the optimiser, which they keep too
     * @param images ids of those in a batch, for messages
     */
    public TrainingLoop(
            Engine engine,
            Recipe recipe,
            List<Parameter> weights,
            List<Parameter> velocities,
            Step<B> work,
            Function<B, List<String>> images) {
        this.engine = engine;
        this.recipe = recipe;
        this.weights = Parameter.distinct(weights);
        this.velocities = velocities;
        this.work = work;
        this.images = images;
    }

    /**
     * Runs all steps that the last checkpoint has not behind it.
     *
     * @param batches by step, from any thread
     * @throws DivergedException at the first loss that is not finite; for weights that are not, at the next point of
     *     the curve, before a checkpoint, or at the end
     * @throws DataException if no step had a region
     * @throws InterruptedException when the listener asks to stop; a checkpoint is written first
     */
    public TrainingCourse run(IntFunction<B> batches, TrainingListener listener, Checkpoints checkpoints)
            throws InterruptedException {
        var course = new TrainingCourse(new TrainingCurve(recipe.steps(), CURVE_POINTS), weights, velocities);
        checkpoints.restore(engine, course);
        Losses losses = Losses.NONE;
        try (var prefetcher = new Prefetcher<>(batches, course.step(), recipe.steps(), AHEAD)) {
            while (course.step() < recipe.steps()) {
                losses = advance(course, prefetcher).orElse(losses);
                if (checkpoints.isDue()) {
                    save(course, checkpoints);
                }
                listener.stepped(course.step(), recipe.steps(), losses);
            }
        } catch (InterruptedException e) {
            save(course, checkpoints);
            throw e;
        } finally {
            listener.ended(course.curve());
        }
        if (course.curve().skipped() == recipe.steps()) {
            throw new DataException(List.of(
                    "none of the %d steps had a region to learn from; look at the proposals".formatted(recipe.steps())
                            + " and the overlaps of model.sampling"));
        }
        requireFinite(course.step());
        checkpoints.finish(course);
        return course;
    }

    private void save(TrainingCourse course, Checkpoints checkpoints) {
        requireFinite(course.step());
        checkpoints.save(course);
    }

    private void requireFinite(int steps) {
        List<String> spoiled = DivergenceGuard.spoiled(engine, weights);
        if (!spoiled.isEmpty()) {
            throw DivergedException.ofWeights(steps, rate(steps - 1), spoiled);
        }
    }

    /** @param step counted from 0 */
    private double rate(int step) {
        return recipe.rate() * recipe.schedule().factor(Math.max(0, step), recipe.steps());
    }

    private Optional<Losses> advance(TrainingCourse course, Prefetcher<B> prefetcher) throws InterruptedException {
        long start = System.nanoTime();
        int step = course.step();
        B batch = prefetcher.next();
        double rate = rate(step);
        Optional<Losses> losses;
        try {
            losses = work.take(batch, step, rate);
        } catch (OutOfMemoryError e) {
            throw Exhaustion.at(step + 1, images.apply(batch), e);
        }
        boolean ends = losses.isPresent()
                ? add(losses.get(), course, batch, rate)
                : course.curve().skip(step + 1, rate);
        if (ends) {
            requireFinite(step + 1);
        }
        course.stepped((System.nanoTime() - start) / 1e9);
        return losses;
    }

    private boolean add(Losses losses, TrainingCourse course, B batch, double rate) {
        int step = course.step() + 1;
        if (!losses.areFinite()) {
            throw new DivergedException(step, losses, rate, images.apply(batch));
        }
        return course.curve().add(step, losses, rate);
    }
}

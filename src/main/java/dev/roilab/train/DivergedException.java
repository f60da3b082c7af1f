package dev.roilab.train;

import dev.roilab.nn.Losses;
import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** The end of a training whose loss or weights are no longer finite numbers. */
public final class DivergedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** So many tensors show where it is. */
    private static final int LISTED = 6;

    private static final String ADVICE = "; a smaller train.rate or a longer warm-up may help";

    private final int step;

    /** Step counted from 1. */
    public DivergedException(int step, Losses losses, double rate, List<String> images) {
        this(
                "loss not finite at step %d: %s, at learning rate %s; images %s"
                        .formatted(step, exact(losses), rate, String.join(", ", images)),
                step);
    }

    private DivergedException(String message, int step) {
        super(message + ADVICE);
        this.step = step;
    }

    /**
     * Weights that a step left.
     *
     * @param step counted from 1
     * @param tensors each with how many of its numbers are not finite
     */
    static DivergedException ofWeights(int step, double rate, List<String> tensors) {
        return new DivergedException(
                "weights not finite after step %d, at learning rate %s: %s".formatted(step, rate, listed(tensors)),
                step);
    }

    /** Numbers that another stage of a training or a test left. */
    static DivergedException of(String stage, List<String> numbers) {
        return new DivergedException("numbers not finite in %s: %s".formatted(stage, listed(numbers)), 0);
    }

    private static String exact(Losses losses) {
        return losses.terms().entrySet().stream()
                .map(term -> term.getKey() + " " + term.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String listed(List<String> all) {
        String listed = String.join(", ", all.subList(0, Math.min(LISTED, all.size())));
        int more = all.size() - LISTED;
        return more <= 0 ? listed : listed + " and " + more + " more";
    }

    /** The first bad step, counted from 1; 0 where it was not in a step. */
    public int step() {
        return step;
    }
}

package dev.roilab.train;

import java.io.Serial;
import java.util.List;

/** The end of a training whose loss is no longer a finite number. */
public final class DivergedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int step;

    /** Step counted from 1. */
    public DivergedException(int step, double classification, double box, double rate, List<String> images) {
        super(("loss not finite at step %d: classification %s, box %s, at learning rate %s; images %s;"
                        + " a smaller train.rate or a longer warm-up may help")
                .formatted(step, classification, box, rate, String.join(", ", images)));
        this.step = step;
    }

    /** The first bad step, counted from 1. */
    public int step() {
        return step;
    }
}

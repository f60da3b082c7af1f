package dev.roilab.compress;

import java.util.List;
import java.util.Optional;

/**
 * The {@code model.head.svd} block of a study: truncated SVD of the trained fully connected layers, Fast R-CNN
 * (arXiv:1504.08083), section 3.1. Either {@code ranks} or {@code energy} says how much is kept.
 *
 * @param method how the singular vectors are found
 * @param ranks one for each hidden layer; 0 leaves a layer whole
 * @param energy the part of each layer's squared singular values to keep, in (0, 1); a layer that needs its break-even
 *     rank for it stays whole
 * @param tuning training after the truncation; absent: none, as in the paper
 */
public record SvdSettings(
        Method method, Optional<List<Integer>> ranks, Optional<Double> energy, Optional<Tuning> tuning) {
    public SvdSettings {
        ranks = ranks.map(List::copyOf);
        if (ranks.isPresent() == energy.isPresent()) {
            throw new IllegalArgumentException("ranks or energy must be given, and not both");
        }
        if (ranks.isPresent() && ranks.get().stream().anyMatch(rank -> rank < 0)) {
            throw new IllegalArgumentException("ranks must be >= 0, got " + ranks.get());
        }
        if (energy.isPresent() && !(energy.get() > 0 && energy.get() < 1)) {
            throw new IllegalArgumentException("energy must be in (0, 1), got " + energy.get());
        }
    }

    /** How singular vectors are found. */
    public enum Method {
        EXACT,
        RANDOMIZED
    }

    /**
     * Training of the whole network after its layers became two.
     *
     * @param steps mini-batches
     * @param rate learning rate, constant
     */
    public record Tuning(int steps, double rate) {
        public Tuning {
            if (steps < 1) {
                throw new IllegalArgumentException("steps must be >= 1, got " + steps);
            }
            if (!(rate > 0) || Double.isInfinite(rate)) {
                throw new IllegalArgumentException("rate must be > 0, got " + rate);
            }
        }
    }

    /**
     * Throws where a rank does not fit its layer.
     *
     * @param layers the hidden layers, in order
     */
    public void requireSaving(List<LayerSize> layers) {
        if (ranks.isEmpty()) {
            return;
        }
        if (ranks.get().size() != layers.size()) {
            throw new IllegalArgumentException("ranks must name one for each of the %d hidden layers, got %s"
                    .formatted(layers.size(), ranks.get()));
        }
        for (int i = 0; i < layers.size(); i++) {
            layers.get(i).requireSaving(ranks.get().get(i));
        }
    }
}

package dev.roilab.compress;

import dev.roilab.yaml.PartlyRead;
import dev.roilab.yaml.Range;
import dev.roilab.yaml.Ranges;
import dev.roilab.yaml.Unread;
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
        Method method,
        @Range(min = 0) Optional<List<Integer>> ranks,
        @Range(above = 0, below = 1) Optional<Double> energy,
        Optional<Tuning> tuning)
        implements PartlyRead {
    public SvdSettings {
        ranks = ranks.map(List::copyOf);
        if (ranks.isPresent() == energy.isPresent()) {
            throw new IllegalArgumentException("ranks or energy must be given, and not both");
        }
        Ranges.require(SvdSettings.class, method, ranks, energy, tuning);
    }

    /** Whether every layer stays whole. */
    public boolean keepsAll() {
        return ranks.isPresent() && ranks.get().stream().allMatch(rank -> rank == 0);
    }

    /**
     * What decides how long it takes. The exact method finds all singular vectors of a layer and then drops some, so
     * that it matters which layers it decomposes, and not how many vectors are kept.
     */
    public Object work() {
        boolean dropsAfterwards = method == Method.EXACT && tuning.isEmpty();
        return dropsAfterwards
                ? ranks.map(each -> each.stream().map(rank -> rank > 0).toList())
                : this;
    }

    @Override
    public List<Unread> unread() {
        return keepsAll() ? List.of(Unread.keys("ranks of 0 leave every layer whole", "method")) : List.of();
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
    public record Tuning(
            @Range(min = 1) int steps, @Range(above = 0) double rate) {
        public Tuning {
            Ranges.require(Tuning.class, steps, rate);
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

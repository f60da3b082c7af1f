package dev.roilab.detect.pixel;

import dev.roilab.autograd.Variable;
import dev.roilab.nn.LossTerms;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.LossOperations.LossGradient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;

/**
 * Softmax and log loss of every pixel that has a class: their mean, in which each pixel has the weight of its class, as
 * PyTorch's {@code cross_entropy(weight, ignore_index)} has it.
 *
 * @param classWeights one a class; absent: all are 1
 */
public record PixelLoss(Optional<List<Double>> classWeights) {
    private static final String NAME = "classification";

    public PixelLoss {
        classWeights = classWeights.map(List::copyOf);
    }

    /**
     * Of a batch; absent where no pixel counts.
     *
     * @param logits [N, K, H, W], or rows [B, K]
     * @param labels one a pixel or row; negative ones are left out
     */
    public Optional<LossTerms> of(Engine engine, Variable logits, int[] labels) {
        double whole = Arrays.stream(labels)
                .filter(label -> label >= 0)
                .mapToDouble(this::weight)
                .sum();
        if (whole == 0) {
            return Optional.empty();
        }
        // Pixels of equal weight together, since the engines' operation knows but one factor.
        double[] weights = classWeights.stream()
                .flatMapToDouble(list -> list.stream().mapToDouble(weight -> weight))
                .distinct()
                .filter(weight -> weight > 0)
                .toArray();
        double[] each = weights.length == 0 ? DoubleStream.of(1).toArray() : weights;
        List<LossGradient> parts = new ArrayList<>();
        for (double weight : each) {
            int[] own = Arrays.stream(labels)
                    .map(label -> label >= 0 && weight(label) == weight ? label : PixelTruth.LEFT_OUT)
                    .toArray();
            parts.add(engine.losses().softmaxCrossEntropy(logits.value(), own, weight / whole));
        }
        return Optional.of(LossTerms.of(NAME, logits, sum(engine, parts)));
    }

    private double weight(int label) {
        return classWeights.map(weights -> weights.get(label)).orElse(1.0);
    }

    private static LossGradient sum(Engine engine, List<LossGradient> parts) {
        LossGradient first = parts.getFirst();
        parts.stream().skip(1).forEach(part -> {
            engine.elementwise().accumulate(first.gradient(), part.gradient());
            part.gradient().release();
        });
        List<DoubleSupplier> values = parts.stream().map(LossGradient::value).toList();
        return new LossGradient(
                () -> values.stream().mapToDouble(DoubleSupplier::getAsDouble).sum(), first.gradient());
    }
}

package dev.roilab.nn;

import dev.roilab.autograd.Gradients;
import dev.roilab.autograd.Mode;
import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.NormalizationOperations.NormGradients;
import dev.roilab.tensor.NormalizationOperations.Normalized;
import dev.roilab.tensor.NormalizationOperations.RunningAverages;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * Batch normalisation over [N, C, H, W] (arXiv:1502.03167) and what is applied to its result.
 *
 * <p>In {@link Mode#TRAINING} a trained layer normalises with the batch's own statistics and moves the running averages
 * a part of the way to them, the variance unbiased as PyTorch has it. In {@link Mode#EVALUATION}, and always where it
 * is frozen, it is the affine map of the running averages.
 */
public final class BatchNorm2d implements Layer {
    private static final String MEAN = "running_mean";
    private static final String VARIANCE = "running_var";

    private final Parameter scale;
    private final Parameter shift;
    private final Parameter mean;
    private final Parameter variance;
    private final Activation activation;
    private final Constants constants;
    private final Folded folded;

    /**
     * Numbers that a published network was trained with.
     *
     * @param epsilon added to each variance
     * @param momentum part of the way that a running average moves to a batch's own statistic
     */
    public record Constants(double epsilon, double momentum) {
        /** PyTorch's defaults. */
        public static final Constants USUAL = new Constants(1e-5, 0.1);
    }

    /** With the usual constants. */
    public BatchNorm2d(ParameterFactory factory, int channels, Activation activation) {
        this(factory, channels, activation, Constants.USUAL);
    }

    /** Names {@code weight}, {@code bias}, {@code running_mean}, {@code running_var}; frozen where the factory is. */
    public BatchNorm2d(ParameterFactory factory, int channels, Activation activation, Constants constants) {
        Shape shape = Shape.of(channels);
        this.scale = factory.undecayed("weight", shape, Initializer.ones());
        this.shift = factory.undecayed("bias", shape, Initializer.zeros());
        this.mean = factory.buffer(MEAN, shape, Initializer.zeros());
        this.variance = factory.buffer(VARIANCE, shape, Initializer.ones());
        this.activation = activation;
        this.constants = constants;
        this.folded = new Folded(factory.engine(), shape);
    }

    /** Whether a tensor is a running average, which no gradient moves, rather than a parameter. */
    public static boolean isStatistic(Parameter tensor) {
        return tensor.name().endsWith(MEAN) || tensor.name().endsWith(VARIANCE);
    }

    /** The affine map of the running averages, copied to the device only when it is another than the last. */
    private static final class Folded {
        private final Tensor factor;
        private final Tensor offset;
        private float[] factors = {};
        private float[] offsets = {};

        private Folded(Engine engine, Shape shape) {
            this.factor = engine.zeros(shape);
            this.offset = engine.zeros(shape);
        }

        private void set(Engine engine, float[] newFactors, float[] newOffsets) {
            if (!Arrays.equals(newFactors, factors) || !Arrays.equals(newOffsets, offsets)) {
                overwrite(engine, factor, newFactors);
                overwrite(engine, offset, newOffsets);
                factors = newFactors;
                offsets = newOffsets;
            }
        }

        private static void overwrite(Engine engine, Tensor target, float[] values) {
            Tensor changed = engine.tensor(values, target.shape());
            engine.copy(changed, target);
            changed.release();
        }
    }

    @Override
    public Variable forward(Tape tape, Variable input) {
        return tape.mode() == Mode.TRAINING && scale.isTrained()
                ? normalizeByBatch(tape, input)
                : normalizeByRunningAverages(tape, input);
    }

    private Variable normalizeByBatch(Tape tape, Variable input) {
        Engine engine = tape.engine();
        long values = input.shape().elements() / input.shape().size(1);
        if (values < 2) {
            throw new IllegalArgumentException(
                    "batch normalisation of %s in training: one value a channel has no".formatted(input.shape())
                            + " variance; use larger images, more of them, or frozen normalisation");
        }
        Variable gamma = tape.variable(scale);
        Variable beta = tape.variable(shift);
        var averages = new RunningAverages(mean.value(), variance.value(), constants.momentum());
        Normalized normalized = engine.normalization()
                .batchNorm(input.value(), gamma.value(), beta.value(), averages, constants.epsilon(), activation);
        List<Variable> inputs = List.of(input, gamma, beta);
        return tape.record(
                normalized.values(),
                inputs,
                (outputGradient, gradients) -> deliver(
                        engine.normalization()
                                .batchNormGradient(
                                        input.value(),
                                        outputGradient,
                                        gamma.value(),
                                        normalized,
                                        constants.epsilon(),
                                        activation),
                        inputs,
                        gradients));
    }

    private static void deliver(NormGradients computed, List<Variable> inputs, Gradients gradients) {
        Variable input = inputs.getFirst();
        if (input.needsGradient()) {
            gradients.add(input, computed::input);
        } else {
            computed.input().release();
        }
        gradients.add(inputs.get(1), computed::scale);
        gradients.add(inputs.get(2), computed::shift);
    }

    private Variable normalizeByRunningAverages(Tape tape, Variable input) {
        Engine engine = tape.engine();
        float[] factors = scale.value().toFloats();
        float[] offsets = shift.value().toFloats();
        float[] means = mean.value().toFloats();
        float[] variances = variance.value().toFloats();
        for (int c = 0; c < factors.length; c++) {
            double factor = factors[c] / Math.sqrt(variances[c] + constants.epsilon());
            offsets[c] = (float) (offsets[c] - means[c] * factor);
            factors[c] = (float) factor;
        }
        folded.set(engine, factors, offsets);
        Tensor output = engine.elementwise().scaleShift(input.value(), folded.factor, folded.offset, activation);
        Variable gamma = tape.variable(scale);
        Variable beta = tape.variable(shift);
        return tape.record(output, List.of(input, gamma, beta), (outputGradient, gradients) -> {
            Tensor gradient = FusedActivation.gradient(engine, activation, outputGradient, output);
            if (gamma.needsGradient()) {
                deliverAffine(engine, input, gradient, gamma, beta, gradients);
            }
            gradients.add(input, () -> engine.elementwise().scaleShift(gradient, folded.factor, null, Activation.NONE));
            FusedActivation.release(gradient, outputGradient);
        });
    }

    /** With the running averages in the batch's place, which is right for scale and shift: neither moves them. */
    private void deliverAffine(
            Engine engine, Variable input, Tensor gradient, Variable gamma, Variable beta, Gradients gradients) {
        var averages = new Normalized(input.value(), mean.value(), variance.value(), null);
        NormGradients computed = engine.normalization()
                .batchNormGradient(
                        input.value(), gradient, gamma.value(), averages, constants.epsilon(), Activation.NONE);
        computed.input().release();
        gradients.add(gamma, computed::scale);
        gradients.add(beta, computed::shift);
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(scale, shift);
    }

    @Override
    public List<Parameter> buffers() {
        return List.of(mean, variance);
    }
}

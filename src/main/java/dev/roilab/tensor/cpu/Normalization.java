package dev.roilab.tensor.cpu;

import static dev.roilab.tensor.cpu.TensorMemory.own;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import dev.roilab.tensor.Activation;
import dev.roilab.tensor.LocalResponse;
import dev.roilab.tensor.NormalizationOperations;
import dev.roilab.tensor.NormalizationOperations.NormGradients;
import dev.roilab.tensor.NormalizationOperations.Normalized;
import dev.roilab.tensor.Precision;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl.normalization_flags;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;

/**
 * Batch normalisation with the batch's own statistics, and its gradient, on oneDNN; the statistics are
 * {@link ChannelStatistics}. Local responses are {@link LocalResponses}. oneDNN's ReLU, fused into it, loses NaN, so
 * that it is taken only where the statistics, scale and shift say that every result is finite, which is nearly always.
 */
final class Normalization implements NormalizationOperations {
    private final OneDnn oneDnn;
    private final TensorMemory tensors;
    private final Casts casts;
    private final ChannelStatistics statistics;
    private final Rectification rectification;
    private final Arithmetic arithmetic;
    private final LocalResponses responses;

    Normalization(OneDnn oneDnn, TensorMemory tensors, Casts casts, Workers workers) {
        this.oneDnn = oneDnn;
        this.tensors = tensors;
        this.casts = casts;
        this.statistics = new ChannelStatistics(workers);
        this.rectification = new Rectification(workers, tensors, casts);
        this.arithmetic = new Arithmetic(workers, tensors);
        this.responses = new LocalResponses(workers, tensors);
    }

    /** What is normalised how: the constant under the root, and what follows. */
    private record Form(double epsilon, Activation activation) {
        int flags() {
            int scaled = normalization_flags.use_scale.value | normalization_flags.use_shift.value;
            return activation == Activation.RELU ? scaled | normalization_flags.fuse_norm_relu.value : scaled;
        }

        Form withoutActivation() {
            return new Form(epsilon, Activation.NONE);
        }
    }

    private record NormKey(Shape input, Form form, boolean gradient, Precision precision) {
        NormKey {
            Shapes.requireRank("batch normalisation's input", input, 4);
        }

        Shape channels() {
            return Shape.of(input.size(1));
        }

        CachedPrimitive make(engine device) {
            memory.desc values = OneDnn.descriptor(input, precision);
            memory.desc perChannel = OneDnn.descriptor(channels(), Precision.F32);
            float epsilon = (float) form.epsilon();
            // To oneDNN statistics that are given are those of all data; the gradient is told that they are the
            // batch's.
            int given = gradient ? 0 : normalization_flags.use_global_stats.value;
            var forward = new batch_normalization_forward.primitive_desc(
                    device, prop_kind.forward_training.value, values, values, epsilon, form.flags() | given);
            Map<Integer, memory.desc> arguments = new LinkedHashMap<>();
            arguments.put(DNNL_ARG_SRC, values);
            arguments.put(DNNL_ARG_MEAN, perChannel);
            arguments.put(DNNL_ARG_VARIANCE, perChannel);
            arguments.put(DNNL_ARG_SCALE, perChannel);
            if (form.activation() == Activation.RELU) {
                arguments.put(DNNL_ARG_WORKSPACE, forward.workspace_desc());
            }
            if (!gradient) {
                arguments.put(DNNL_ARG_SHIFT, perChannel);
                arguments.put(DNNL_ARG_DST, values);
                return new CachedPrimitive(device, new batch_normalization_forward(forward), arguments);
            }
            arguments.put(DNNL_ARG_DIFF_SRC, values);
            arguments.put(DNNL_ARG_DIFF_DST, values);
            arguments.put(DNNL_ARG_DIFF_SCALE, perChannel);
            arguments.put(DNNL_ARG_DIFF_SHIFT, perChannel);
            var settings = new batch_normalization_backward.primitive_desc(
                    device, prop_kind.backward.value, values, values, values, epsilon, form.flags(), forward);
            return new CachedPrimitive(device, new batch_normalization_backward(settings), arguments);
        }
    }

    @Override
    public Normalized batchNorm(
            Tensor input,
            Tensor scale,
            Tensor shift,
            @Nullable RunningAverages averages,
            double epsilon,
            Activation activation) {
        Normalized normalized = forward(own(input), own(scale), own(shift), new Form(epsilon, activation));
        if (averages != null) {
            double values = (double) input.shape().elements() / input.shape().size(1);
            move(averages.mean(), normalized.mean(), averages.part(), 1);
            move(averages.variance(), variance(normalized), averages.part(), values / (values - 1));
        }
        return normalized;
    }

    /** @param factor by which the statistic is taken */
    private void move(Tensor average, Tensor statistic, double part, double factor) {
        arithmetic.moveTowards(own(average), own(statistic), 1 - part, part * factor);
    }

    private static Tensor variance(Normalized normalized) {
        return Objects.requireNonNull(normalized.variance());
    }

    private Normalized forward(CpuTensor input, CpuTensor scale, CpuTensor shift, Form form) {
        Shape channels = new NormKey(input.shape(), form, false, input.precision()).channels();
        Shapes.requireEqual("scale of a batch normalisation", scale.shape(), channels);
        Shapes.requireEqual("shift of a batch normalisation", shift.shape(), channels);
        requireCells(input.shape());
        CpuTensor mean = tensors.allocate(channels);
        CpuTensor variance = tensors.allocate(channels);
        statistics.into(mean.memory(), variance.memory(), input);
        var affine = new Affine(scale, shift, mean, variance);
        if (form.activation() == Activation.RELU && affine.givesFinite(input.elements() / channels.size(0))) {
            return run(input, affine, form);
        }
        Normalized plain = run(input, affine, form.withoutActivation());
        rectification.apply(form.activation(), own(plain.values()));
        return plain;
    }

    /** What is done to each channel; each is [C]. */
    private record Affine(CpuTensor scale, CpuTensor shift, CpuTensor mean, CpuTensor variance) {
        /** Of n numbers none is further from their mean than the square root of n deviations. */
        boolean givesFinite(long n) {
            float[] scales = scale.toFloats();
            float[] shifts = shift.toFloats();
            float[] means = mean.toFloats();
            float[] variances = variance.toFloats();
            boolean finite = true;
            for (int channel = 0; channel < scales.length; channel++) {
                double most = Math.abs(scales[channel]) * Math.sqrt((double) n) + Math.abs(shifts[channel]);
                // Far from the end of the range, so that no rounding on the way passes it; false for NaN.
                finite &= most < Float.MAX_VALUE / 4
                        && Math.abs(means[channel]) < Float.MAX_VALUE / 4
                        && variances[channel] < Float.MAX_VALUE / 4;
            }
            return finite;
        }
    }

    private Normalized run(CpuTensor input, Affine affine, Form form) {
        var key = new NormKey(input.shape(), form, false, input.precision());
        CpuTensor output = tensors.allocate(input.shape(), input.precision());
        CachedPrimitive primitive = oneDnn.primitive(key, key::make)
                .with(DNNL_ARG_SRC, input.address())
                .with(DNNL_ARG_SCALE, affine.scale().address())
                .with(DNNL_ARG_SHIFT, affine.shift().address())
                .with(DNNL_ARG_MEAN, affine.mean().address())
                .with(DNNL_ARG_VARIANCE, affine.variance().address())
                .with(DNNL_ARG_DST, output.address());
        CpuTensor passed = null;
        if (form.activation() == Activation.RELU) {
            memory.desc record = primitive.descriptor(DNNL_ARG_WORKSPACE);
            passed = tensors.allocateRecord(input.shape(), record.get_size());
            primitive.with(DNNL_ARG_WORKSPACE, passed.address());
        }
        oneDnn.run(primitive, key);
        return new Normalized(output, affine.mean(), affine.variance(), passed);
    }

    @Override
    public NormGradients batchNormGradient(
            Tensor input,
            Tensor outputGradient,
            Tensor scale,
            Normalized forward,
            double epsilon,
            Activation activation) {
        return gradient(own(input), own(outputGradient), own(scale), forward, new Form(epsilon, activation));
    }

    private NormGradients gradient(
            CpuTensor input, CpuTensor outputGradient, CpuTensor scale, Normalized forward, Form form) {
        Shapes.requireEqual("gradient of a batch normalisation", outputGradient.shape(), input.shape());
        requireCells(input.shape());
        if (form.activation() != Activation.NONE && forward.passed() == null) {
            CpuTensor upstream = rectification.gradient(form.activation(), outputGradient, own(forward.values()));
            NormGradients gradients = gradient(input, upstream, scale, forward, form.withoutActivation());
            upstream.release();
            return gradients;
        }
        var key = new NormKey(input.shape(), form, true, input.precision());
        Shapes.requireEqual("scale of a batch normalisation", scale.shape(), key.channels());
        CpuTensor inputGradient = tensors.allocate(input.shape(), input.precision());
        CpuTensor scaleGradient = tensors.allocate(key.channels());
        CpuTensor shiftGradient = tensors.allocate(key.channels());
        CachedPrimitive primitive = oneDnn.primitive(key, key::make)
                .with(DNNL_ARG_SRC, input.address())
                .with(DNNL_ARG_MEAN, own(forward.mean()).address())
                .with(DNNL_ARG_VARIANCE, own(variance(forward)).address())
                .with(DNNL_ARG_SCALE, scale.address())
                .with(DNNL_ARG_DIFF_SRC, inputGradient.address())
                .with(DNNL_ARG_DIFF_SCALE, scaleGradient.address())
                .with(DNNL_ARG_DIFF_SHIFT, shiftGradient.address());
        if (forward.passed() != null) {
            primitive.with(DNNL_ARG_WORKSPACE, own(forward.passed()).address());
        }
        try (var upstream = casts.in(input.precision(), outputGradient)) {
            oneDnn.run(primitive.with(DNNL_ARG_DIFF_DST, upstream.address()), key);
        }
        return new NormGradients(inputGradient, scaleGradient, shiftGradient);
    }

    @Override
    public Tensor localResponse(Tensor input, LocalResponse response) {
        return responses.forward(own(input), response);
    }

    @Override
    public Tensor localResponseGradient(Tensor input, Tensor outputGradient, LocalResponse response) {
        return responses.gradient(own(input), own(outputGradient), response);
    }

    private static void requireCells(Shape input) {
        if (input.elements() == 0) {
            throw new IllegalArgumentException("batch normalisation has no statistics of an empty batch " + input);
        }
    }
}

package dev.roilab.tensor.cpu;

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
import dev.roilab.tensor.Engine.NormGradients;
import dev.roilab.tensor.Engine.Normalized;
import dev.roilab.tensor.Precision;
import dev.roilab.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl.normalization_flags;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;

/** Batch normalisation with the batch's own statistics, and its gradient, on oneDNN. */
final class Normalization {
    private final OneDnn oneDnn;
    private final TensorMemory tensors;
    private final Casts casts;

    Normalization(OneDnn oneDnn, TensorMemory tensors, Casts casts) {
        this.oneDnn = oneDnn;
        this.tensors = tensors;
        this.casts = casts;
    }

    /** What is normalised how: the constant under the root, and what follows. */
    record Form(double epsilon, Activation activation) {
        int flags() {
            int scaled = normalization_flags.use_scale.value | normalization_flags.use_shift.value;
            return activation == Activation.RELU ? scaled | normalization_flags.fuse_norm_relu.value : scaled;
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
            var forward = new batch_normalization_forward.primitive_desc(
                    device, prop_kind.forward_training.value, values, values, epsilon, form.flags());
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

    Normalized forward(CpuTensor input, CpuTensor scale, CpuTensor shift, Form form) {
        var key = new NormKey(input.shape(), form, false, input.precision());
        Shapes.requireEqual("scale of a batch normalisation", scale.shape(), key.channels());
        Shapes.requireEqual("shift of a batch normalisation", shift.shape(), key.channels());
        requireCells(input.shape());
        CpuTensor output = tensors.allocate(input.shape(), input.precision());
        CpuTensor mean = tensors.allocate(key.channels());
        CpuTensor variance = tensors.allocate(key.channels());
        CachedPrimitive primitive = oneDnn.primitive(key, key::make)
                .with(DNNL_ARG_SRC, input.address())
                .with(DNNL_ARG_SCALE, scale.address())
                .with(DNNL_ARG_SHIFT, shift.address())
                .with(DNNL_ARG_MEAN, mean.address())
                .with(DNNL_ARG_VARIANCE, variance.address())
                .with(DNNL_ARG_DST, output.address());
        CpuTensor passed = null;
        if (form.activation() == Activation.RELU) {
            memory.desc record = primitive.descriptor(DNNL_ARG_WORKSPACE);
            passed = tensors.allocateRecord(input.shape(), record.get_size());
            primitive.with(DNNL_ARG_WORKSPACE, passed.address());
        }
        oneDnn.run(primitive, key);
        return new Normalized(output, mean, variance, passed);
    }

    NormGradients gradient(CpuTensor input, CpuTensor outputGradient, CpuTensor scale, Normalized forward, Form form) {
        var key = new NormKey(input.shape(), form, true, input.precision());
        Shapes.requireEqual("gradient of a batch normalisation", outputGradient.shape(), input.shape());
        Shapes.requireEqual("scale of a batch normalisation", scale.shape(), key.channels());
        requireCells(input.shape());
        CpuTensor inputGradient = tensors.allocate(input.shape(), input.precision());
        CpuTensor scaleGradient = tensors.allocate(key.channels());
        CpuTensor shiftGradient = tensors.allocate(key.channels());
        CachedPrimitive primitive = oneDnn.primitive(key, key::make)
                .with(DNNL_ARG_SRC, input.address())
                .with(DNNL_ARG_MEAN, TensorMemory.own(forward.mean()).address())
                .with(DNNL_ARG_VARIANCE, TensorMemory.own(forward.variance()).address())
                .with(DNNL_ARG_SCALE, scale.address())
                .with(DNNL_ARG_DIFF_SRC, inputGradient.address())
                .with(DNNL_ARG_DIFF_SCALE, scaleGradient.address())
                .with(DNNL_ARG_DIFF_SHIFT, shiftGradient.address());
        if (forward.passed() != null) {
            primitive.with(
                    DNNL_ARG_WORKSPACE, TensorMemory.own(forward.passed()).address());
        }
        try (var upstream = casts.in(input.precision(), outputGradient)) {
            oneDnn.run(primitive.with(DNNL_ARG_DIFF_DST, upstream.address()), key);
        }
        return new NormGradients(inputGradient, scaleGradient, shiftGradient);
    }

    private static void requireCells(Shape input) {
        if (input.elements() == 0) {
            throw new IllegalArgumentException("batch normalisation has no statistics of an empty batch " + input);
        }
    }
}

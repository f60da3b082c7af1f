package dev.roilab.tensor.cpu;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;

import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Precision;
import dev.roilab.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.jspecify.annotations.Nullable;

/**
 * Element by element on oneDNN. It runs on the same OpenMP threads as the convolutions around it, which would otherwise
 * still be spinning while Java's threads want the cores. A result has the precision of its first operand.
 */
final class Elementwise {
    /** oneDNN's number for the second operand of the first fused operation. */
    private static final int SHIFT = DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE | DNNL_ARG_SRC_1;

    private final OneDnn oneDnn;
    private final TensorMemory memory;
    private final Casts casts;

    Elementwise(OneDnn oneDnn, TensorMemory memory, Casts casts) {
        this.oneDnn = oneDnn;
        this.memory = memory;
        this.casts = casts;
    }

    private enum Operation {
        ADD,
        MULTIPLY
    }

    private record BinaryKey(Operation operation, long elements, Activation activation, Precision precision) {
        CachedPrimitive make(engine device) {
            memory.desc row = OneDnn.row(elements, precision);
            algorithm kind = switch (operation) {
                case ADD -> algorithm.binary_add;
                case MULTIPLY -> algorithm.binary_mul;
            };
            var settings = new binary.primitive_desc(
                    device, kind, row, row, row, ConvolutionPrimitives.then(activation), false);
            return new CachedPrimitive(
                    device, new binary(settings), Map.of(DNNL_ARG_SRC_0, row, DNNL_ARG_SRC_1, row, DNNL_ARG_DST, row));
        }
    }

    private record ReluKey(long elements, boolean gradient, Precision precision) {
        CachedPrimitive make(engine device) {
            memory.desc row = OneDnn.row(elements, precision);
            algorithm kind = gradient ? algorithm.eltwise_relu_use_dst_for_bwd : algorithm.eltwise_relu;
            var forward =
                    new eltwise_forward.primitive_desc(device, prop_kind.forward_training, kind, row, row, 0f, 0f);
            if (!gradient) {
                return new CachedPrimitive(
                        device, new eltwise_forward(forward), Map.of(DNNL_ARG_SRC, row, DNNL_ARG_DST, row));
            }
            var settings = new eltwise_backward.primitive_desc(device, kind, row, row, row, 0f, 0f, forward);
            return new CachedPrimitive(
                    device,
                    new eltwise_backward(settings),
                    Map.of(DNNL_ARG_DST, row, DNNL_ARG_DIFF_DST, row, DNNL_ARG_DIFF_SRC, row));
        }
    }

    private record ScaleKey(long rows, long channels, boolean shift, Activation activation, Precision precision) {
        CachedPrimitive make(engine device) {
            long[] strides = {channels, 1};
            memory.desc values = OneDnn.descriptor(new long[] {rows, channels}, strides, precision);
            memory.desc perChannel = OneDnn.descriptor(new long[] {1, channels}, strides, Precision.F32);
            var operations = new post_ops();
            Map<Integer, memory.desc> arguments = new LinkedHashMap<>();
            arguments.put(DNNL_ARG_SRC_0, values);
            arguments.put(DNNL_ARG_SRC_1, perChannel);
            arguments.put(DNNL_ARG_DST, values);
            if (shift) {
                operations.append_binary(algorithm.binary_add, perChannel);
                arguments.put(SHIFT, perChannel);
            }
            if (activation == Activation.RELU) {
                operations.append_eltwise(algorithm.eltwise_relu, 0, 0);
            }
            var attributes = new primitive_attr();
            attributes.set_post_ops(operations);
            var settings = new binary.primitive_desc(
                    device, algorithm.binary_mul, values, perChannel, values, attributes, false);
            return new CachedPrimitive(device, new binary(settings), arguments);
        }
    }

    CpuTensor add(CpuTensor a, CpuTensor b, Activation activation) {
        return binary(Operation.ADD, a, b, activation, memory.allocate(a.shape(), a.precision()));
    }

    void accumulate(CpuTensor target, CpuTensor addend) {
        target.changed();
        binary(Operation.ADD, target, addend, Activation.NONE, target);
    }

    CpuTensor multiply(CpuTensor a, CpuTensor b) {
        return binary(Operation.MULTIPLY, a, b, Activation.NONE, memory.allocate(a.shape(), a.precision()));
    }

    private CpuTensor binary(Operation operation, CpuTensor a, CpuTensor b, Activation activation, CpuTensor target) {
        Shapes.requireEqual("second operand", b.shape(), a.shape());
        if (a.elements() > 0) {
            var key = new BinaryKey(operation, a.elements(), activation, a.precision());
            try (var second = casts.in(a.precision(), b)) {
                CachedPrimitive primitive = oneDnn.primitive(key, key::make)
                        .with(DNNL_ARG_SRC_0, a.address())
                        .with(DNNL_ARG_SRC_1, second.address())
                        .with(DNNL_ARG_DST, target.address());
                oneDnn.run(primitive, key);
            }
        }
        return target;
    }

    CpuTensor relu(CpuTensor input) {
        CpuTensor output = memory.allocate(input.shape(), input.precision());
        if (input.elements() > 0) {
            var key = new ReluKey(input.elements(), false, input.precision());
            CachedPrimitive primitive = oneDnn.primitive(key, key::make)
                    .with(DNNL_ARG_SRC, input.address())
                    .with(DNNL_ARG_DST, output.address());
            oneDnn.run(primitive, key);
        }
        return output;
    }

    CpuTensor reluGradient(CpuTensor outputGradient, CpuTensor output) {
        Shapes.requireEqual("gradient of a ReLU's output", outputGradient.shape(), output.shape());
        CpuTensor gradient = memory.allocate(output.shape(), output.precision());
        if (output.elements() > 0) {
            var key = new ReluKey(output.elements(), true, output.precision());
            try (var upstream = casts.in(output.precision(), outputGradient)) {
                CachedPrimitive primitive = oneDnn.primitive(key, key::make)
                        .with(DNNL_ARG_DST, output.address())
                        .with(DNNL_ARG_DIFF_DST, upstream.address())
                        .with(DNNL_ARG_DIFF_SRC, gradient.address());
                oneDnn.run(primitive, key);
            }
        }
        return gradient;
    }

    CpuTensor scaleShift(CpuTensor input, CpuTensor scale, @Nullable CpuTensor shift, Activation activation) {
        Shapes.requireRank("input of a scale", input.shape(), 4);
        int channels = input.shape().size(1);
        Shapes.requireEqual("scale", scale.shape(), Shape.of(channels));
        if (shift != null) {
            Shapes.requireEqual("shift", shift.shape(), Shape.of(channels));
        }
        CpuTensor output = memory.allocate(input.shape(), input.precision());
        if (input.elements() == 0) {
            return output;
        }
        var key = new ScaleKey(input.elements() / channels, channels, shift != null, activation, input.precision());
        CachedPrimitive primitive = oneDnn.primitive(key, key::make)
                .with(DNNL_ARG_SRC_0, input.address())
                .with(DNNL_ARG_SRC_1, scale.address())
                .with(DNNL_ARG_DST, output.address());
        if (shift != null) {
            primitive.with(SHIFT, shift.address());
        }
        oneDnn.run(primitive, key);
        return output;
    }
}

package dev.roilab.tensor.cpu;

import static dev.roilab.tensor.cpu.TensorMemory.own;
import static dev.roilab.tensor.cpu.TensorMemory.ownOrNull;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;

import dev.roilab.tensor.Activation;
import dev.roilab.tensor.ElementwiseOperations;
import dev.roilab.tensor.Precision;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.jspecify.annotations.Nullable;

/**
 * Element by element on oneDNN, and where a ReLU follows by {@link Rectification}. It runs on the same OpenMP threads
 * as the convolutions around it, which would otherwise still be spinning while Java's threads want the cores. A result
 * has the precision of its first operand.
 */
final class Elementwise implements ElementwiseOperations {
    /** oneDNN's number for the second operand of the first fused operation. */
    private static final int SHIFT = DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE | DNNL_ARG_SRC_1;

    private final OneDnn oneDnn;
    private final TensorMemory memory;
    private final Casts casts;
    private final Rectification rectification;
    private final Curves curves;
    private final Arithmetic arithmetic;
    private final ColumnSums columnSums;
    private final NonFinite nonFinite;
    private final SumOfSquares squares;

    Elementwise(OneDnn oneDnn, TensorMemory memory, Casts casts, Workers workers) {
        this.oneDnn = oneDnn;
        this.memory = memory;
        this.casts = casts;
        this.rectification = new Rectification(workers, memory, casts);
        this.curves = new Curves(workers, memory, casts);
        this.arithmetic = new Arithmetic(workers, memory);
        this.columnSums = new ColumnSums(workers);
        this.nonFinite = new NonFinite(workers);
        this.squares = new SumOfSquares(workers);
    }

    private enum Operation {
        ADD,
        MULTIPLY
    }

    private record BinaryKey(Operation operation, long elements, Precision precision) {
        CachedPrimitive make(engine device) {
            memory.desc row = OneDnn.row(elements, precision);
            algorithm kind = switch (operation) {
                case ADD -> algorithm.binary_add;
                case MULTIPLY -> algorithm.binary_mul;
            };
            var settings = new binary.primitive_desc(device, kind, row, row, row);
            return new CachedPrimitive(
                    device, new binary(settings), Map.of(DNNL_ARG_SRC_0, row, DNNL_ARG_SRC_1, row, DNNL_ARG_DST, row));
        }
    }

    private record ScaleKey(long rows, long channels, boolean shift, Precision precision) {
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
            var attributes = new primitive_attr();
            attributes.set_post_ops(operations);
            var settings = new binary.primitive_desc(
                    device, algorithm.binary_mul, values, perChannel, values, attributes, false);
            return new CachedPrimitive(device, new binary(settings), arguments);
        }
    }

    @Override
    public Tensor relu(Tensor input) {
        return rectification.relu(own(input));
    }

    @Override
    public Tensor reluGradient(Tensor outputGradient, Tensor output) {
        return rectification.gradient(own(outputGradient), own(output));
    }

    @Override
    public Tensor leakyRelu(Tensor input, double slope) {
        return curves.leaky(own(input), slope);
    }

    @Override
    public Tensor leakyReluGradient(Tensor outputGradient, Tensor output, double slope) {
        return curves.leakyGradient(own(outputGradient), own(output), slope);
    }

    @Override
    public Tensor sigmoid(Tensor input) {
        return curves.sigmoid(own(input));
    }

    @Override
    public Tensor sigmoidGradient(Tensor outputGradient, Tensor output) {
        return curves.sigmoidGradient(own(outputGradient), own(output));
    }

    @Override
    public Tensor add(Tensor a, Tensor b, Activation activation) {
        return switch (activation) {
            case NONE -> binary(Operation.ADD, own(a), own(b), like(own(a)));
            case RELU -> rectification.ofSum(own(a), own(b));
            case LEAKY_RELU -> leaky(binary(Operation.ADD, own(a), own(b), like(own(a))));
        };
    }

    @Override
    public void accumulate(Tensor target, Tensor addend) {
        own(target).changed();
        binary(Operation.ADD, own(target), own(addend), own(target));
    }

    @Override
    public Tensor multiply(Tensor a, Tensor b) {
        return binary(Operation.MULTIPLY, own(a), own(b), like(own(a)));
    }

    @Override
    public Tensor multiply(Tensor a, double factor) {
        try (var input = casts.in(Precision.F32, own(a))) {
            return arithmetic.multiply(input.tensor(), factor);
        }
    }

    @Override
    public Tensor channelSums(Tensor input) {
        Shapes.requireRank("map to sum", input.shape(), 4);
        CpuTensor sums = memory.zeros(Shape.of(input.shape().size(1)));
        if (input.shape().elements() > 0) {
            try (var map = casts.in(Precision.F32, own(input))) {
                columnSums.into(sums.memory(), map.tensor());
            }
        }
        return sums;
    }

    @Override
    public long nonFinite(Tensor input) {
        return nonFinite.count(own(input));
    }

    @Override
    public double sumOfSquares(Tensor input) {
        return squares.sum(own(input));
    }

    private CpuTensor like(CpuTensor tensor) {
        return memory.allocate(tensor.shape(), tensor.precision());
    }

    private CpuTensor binary(Operation operation, CpuTensor a, CpuTensor b, CpuTensor target) {
        Shapes.requireEqual("second operand", b.shape(), a.shape());
        if (a.elements() > 0) {
            var key = new BinaryKey(operation, a.elements(), a.precision());
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

    @Override
    public Tensor scaleShift(Tensor input, Tensor scale, @Nullable Tensor shift, Activation activation) {
        return switch (activation) {
            case NONE -> scaleShift(own(input), own(scale), ownOrNull(shift));
            case RELU -> rectification.ofScaled(own(input), own(scale), ownOrNull(shift));
            case LEAKY_RELU -> leaky(scaleShift(own(input), own(scale), ownOrNull(shift)));
        };
    }

    private Tensor leaky(CpuTensor result) {
        rectification.apply(Activation.LEAKY_RELU, result);
        return result;
    }

    /** A map, and a number for each of its channels. */
    static void requireChannels(CpuTensor input, CpuTensor scale, @Nullable CpuTensor shift) {
        Shapes.requireRank("input of a scale", input.shape(), 4);
        Shape channels = Shape.of(input.shape().size(1));
        Shapes.requireEqual("scale", scale.shape(), channels);
        if (shift != null) {
            Shapes.requireEqual("shift", shift.shape(), channels);
        }
    }

    private CpuTensor scaleShift(CpuTensor input, CpuTensor scale, @Nullable CpuTensor shift) {
        requireChannels(input, scale, shift);
        CpuTensor output = memory.allocate(input.shape(), input.precision());
        if (input.elements() == 0) {
            return output;
        }
        int channels = input.shape().size(1);
        var key = new ScaleKey(input.elements() / channels, channels, shift != null, input.precision());
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

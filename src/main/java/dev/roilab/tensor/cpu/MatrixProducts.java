package dev.roilab.tensor.cpu;

import static dev.roilab.tensor.cpu.TensorMemory.own;
import static dev.roilab.tensor.cpu.TensorMemory.ownOrNull;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import dev.roilab.tensor.Activation;
import dev.roilab.tensor.MatrixOperations;
import dev.roilab.tensor.ParameterGradients;
import dev.roilab.tensor.Precision;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.jspecify.annotations.Nullable;

/** Products of row-major matrices on oneDNN, and the linear layer made of them. All results have 32 bits. */
final class MatrixProducts implements MatrixOperations {
    private final OneDnn oneDnn;
    private final TensorMemory memory;
    private final Casts casts;
    private final Precision precision;
    private final ColumnSums columnSums;
    private final Rectification rectification;

    /** @param precision of the linear layers' operands; plain products stay in 32 bits */
    MatrixProducts(OneDnn oneDnn, TensorMemory memory, Casts casts, Workers workers, Precision precision) {
        this.oneDnn = oneDnn;
        this.memory = memory;
        this.casts = casts;
        this.precision = precision;
        this.columnSums = new ColumnSums(workers);
        this.rectification = new Rectification(workers, memory, casts);
    }

    /** A product [rows, columns] over {@code inner}; the operands have {@code precision}, the product 32 bits. */
    private record ProductKey(
            int rows,
            int inner,
            int columns,
            boolean transposeA,
            boolean transposeB,
            boolean bias,
            Precision precision) {
        Shape output() {
            return Shape.of(rows, columns);
        }

        CachedPrimitive make(engine device, primitive_attr attributes) {
            memory.desc a = matrix(rows, inner, transposeA, precision);
            memory.desc b = matrix(inner, columns, transposeB, precision);
            memory.desc product = matrix(rows, columns, false, Precision.F32);
            memory.desc biasRow = bias ? matrix(1, columns, false, Precision.F32) : new memory.desc();
            var settings = new matmul.primitive_desc(device, a, b, biasRow, product, attributes, false);
            Map<Integer, memory.desc> arguments = new LinkedHashMap<>();
            arguments.put(DNNL_ARG_SRC, a);
            arguments.put(DNNL_ARG_WEIGHTS, b);
            arguments.put(DNNL_ARG_DST, product);
            if (bias) {
                arguments.put(DNNL_ARG_BIAS, biasRow);
            }
            if (settings.scratchpad_desc().get_size() > 0) {
                arguments.put(DNNL_ARG_SCRATCHPAD, settings.scratchpad_desc());
            }
            return new CachedPrimitive(device, new matmul(settings), arguments);
        }

        private static memory.desc matrix(long rows, long columns, boolean transposed, Precision precision) {
            long[] strides = transposed ? new long[] {1, rows} : new long[] {columns, 1};
            return OneDnn.descriptor(new long[] {rows, columns}, strides, precision);
        }
    }

    @Override
    public Tensor matmul(Tensor a, boolean transposeA, Tensor b, boolean transposeB) {
        return product(own(a), transposeA, own(b), transposeB);
    }

    private CpuTensor product(CpuTensor a, boolean transposeA, CpuTensor b, boolean transposeB) {
        Shapes.requireRank("left matrix", a.shape(), 2);
        Shapes.requireRank("right matrix", b.shape(), 2);
        int inner = a.shape().size(transposeA ? 0 : 1);
        if (inner != b.shape().size(transposeB ? 1 : 0)) {
            throw new IllegalArgumentException("no product of " + a.shape() + (transposeA ? " transposed" : "")
                    + " and " + b.shape() + (transposeB ? " transposed" : ""));
        }
        int rows = a.shape().size(transposeA ? 1 : 0);
        int columns = b.shape().size(transposeB ? 0 : 1);
        var key = new ProductKey(rows, inner, columns, transposeA, transposeB, false, Precision.F32);
        try (var left = casts.in(Precision.F32, a);
                var right = casts.in(Precision.F32, b)) {
            return run(key, left.address(), right.address(), 0);
        }
    }

    /** @param bias an address, used only where the key has a bias */
    private CpuTensor run(ProductKey key, long a, long b, long bias) {
        Shape shape = key.output();
        if (shape.elements() == 0 || key.inner() == 0) {
            return memory.zeros(shape);
        }
        CpuTensor product = memory.allocate(shape);
        CachedPrimitive primitive = oneDnn.primitive(key, device -> key.make(device, oneDnn.attributes()))
                .with(DNNL_ARG_SRC, a)
                .with(DNNL_ARG_WEIGHTS, b)
                .with(DNNL_ARG_DST, product.address());
        if (key.bias()) {
            primitive.with(DNNL_ARG_BIAS, bias);
        }
        oneDnn.run(primitive, key);
        return product;
    }

    @Override
    public Tensor linear(Tensor input, Tensor weights, @Nullable Tensor bias, Activation activation) {
        return linear(own(input), own(weights), ownOrNull(bias), activation);
    }

    private CpuTensor linear(CpuTensor input, CpuTensor weights, @Nullable CpuTensor bias, Activation activation) {
        Shapes.requireRank("linear layer's input", input.shape(), 2);
        Shapes.requireRank("linear layer's weights", weights.shape(), 2);
        int outputs = weights.shape().size(0);
        int inputs = weights.shape().size(1);
        Shapes.requireEqual(
                "linear layer's input", input.shape(), Shape.of(input.shape().size(0), inputs));
        if (bias != null) {
            Shapes.requireEqual("bias", bias.shape(), Shape.of(outputs));
        }
        var key = new ProductKey(input.shape().size(0), inputs, outputs, false, true, bias != null, precision);
        try (var rows = casts.in(precision, input)) {
            CpuTensor output =
                    run(key, rows.address(), casts.kept(precision, weights), bias == null ? 0 : bias.address());
            rectification.apply(activation, output);
            return output;
        }
    }

    @Override
    public Tensor linearInputGradient(Tensor outputGradient, Tensor weights) {
        return inputGradient(own(outputGradient), own(weights));
    }

    private CpuTensor inputGradient(CpuTensor outputGradient, CpuTensor weights) {
        Shapes.requireRank("linear layer's weights", weights.shape(), 2);
        int outputs = weights.shape().size(0);
        int rows = outputGradient.shape().size(0);
        Shapes.requireEqual("gradient of a linear layer", outputGradient.shape(), Shape.of(rows, outputs));
        var key = new ProductKey(rows, outputs, weights.shape().size(1), false, false, false, precision);
        try (var upstream = casts.in(precision, outputGradient)) {
            return run(key, upstream.address(), casts.kept(precision, weights), 0);
        }
    }

    @Override
    public ParameterGradients linearParameterGradients(Tensor input, Tensor outputGradient, boolean withBias) {
        return parameterGradients(own(input), own(outputGradient), withBias);
    }

    private ParameterGradients parameterGradients(CpuTensor input, CpuTensor outputGradient, boolean withBias) {
        Shapes.requireRank("linear layer's input", input.shape(), 2);
        Shapes.requireRank("gradient of a linear layer", outputGradient.shape(), 2);
        int rows = input.shape().size(0);
        int outputs = outputGradient.shape().size(1);
        Shapes.requireEqual("gradient of a linear layer", outputGradient.shape(), Shape.of(rows, outputs));
        var key = new ProductKey(outputs, rows, input.shape().size(1), true, false, false, precision);
        CpuTensor weights;
        try (var source = casts.in(precision, input);
                var upstream = casts.in(precision, outputGradient)) {
            weights = run(key, upstream.address(), source.address(), 0);
        }
        if (!withBias) {
            return new ParameterGradients(weights, null);
        }
        CpuTensor bias = memory.zeros(Shape.of(outputs));
        columnSums.into(bias.memory(), outputGradient);
        return new ParameterGradients(weights, bias);
    }
}

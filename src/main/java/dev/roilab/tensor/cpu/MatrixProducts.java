package dev.roilab.tensor.cpu;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Engine.ParameterGradients;
import dev.roilab.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;

/** Products of row-major matrices on oneDNN, and the linear layer made of them. */
final class MatrixProducts {
    private final OneDnn oneDnn;
    private final TensorMemory memory;
    private final ColumnSums columnSums;

    MatrixProducts(OneDnn oneDnn, TensorMemory memory, Workers workers) {
        this.oneDnn = oneDnn;
        this.memory = memory;
        this.columnSums = new ColumnSums(workers);
    }

    /** A product [rows, columns] over {@code inner}. */
    private record ProductKey(
            int rows,
            int inner,
            int columns,
            boolean transposeA,
            boolean transposeB,
            boolean bias,
            Activation activation) {
        CachedPrimitive make(engine device) {
            memory.desc a = matrix(rows, inner, transposeA);
            memory.desc b = matrix(inner, columns, transposeB);
            memory.desc product = matrix(rows, columns, false);
            memory.desc biasRow = bias ? matrix(1, columns, false) : new memory.desc();
            var settings = new matmul.primitive_desc(
                    device, a, b, biasRow, product, ConvolutionPrimitives.then(activation), false);
            Map<Integer, memory.desc> arguments = new LinkedHashMap<>();
            arguments.put(DNNL_ARG_SRC, a);
            arguments.put(DNNL_ARG_WEIGHTS, b);
            arguments.put(DNNL_ARG_DST, product);
            if (bias) {
                arguments.put(DNNL_ARG_BIAS, biasRow);
            }
            return new CachedPrimitive(device, new matmul(settings), arguments);
        }

        private static memory.desc matrix(long rows, long columns, boolean transposed) {
            long[] strides = transposed ? new long[] {1, rows} : new long[] {columns, 1};
            return OneDnn.descriptor(new long[] {rows, columns}, strides);
        }
    }

    CpuTensor product(CpuTensor a, boolean transposeA, CpuTensor b, boolean transposeB) {
        return product(a, transposeA, b, transposeB, null, Activation.NONE);
    }

    private CpuTensor product(
            CpuTensor a,
            boolean transposeA,
            CpuTensor b,
            boolean transposeB,
            @Nullable CpuTensor bias,
            Activation activation) {
        Shapes.requireRank("left matrix", a.shape(), 2);
        Shapes.requireRank("right matrix", b.shape(), 2);
        int inner = a.shape().size(transposeA ? 0 : 1);
        if (inner != b.shape().size(transposeB ? 1 : 0)) {
            throw new IllegalArgumentException("no product of " + a.shape() + (transposeA ? " transposed" : "")
                    + " and " + b.shape() + (transposeB ? " transposed" : ""));
        }
        int rows = a.shape().size(transposeA ? 1 : 0);
        int columns = b.shape().size(transposeB ? 0 : 1);
        var shape = Shape.of(rows, columns);
        if (shape.elements() == 0 || inner == 0) {
            return memory.zeros(shape);
        }
        var key = new ProductKey(rows, inner, columns, transposeA, transposeB, bias != null, activation);
        CpuTensor product = memory.allocate(shape);
        CachedPrimitive primitive = oneDnn.primitive(key, key::make)
                .with(DNNL_ARG_SRC, a.address())
                .with(DNNL_ARG_WEIGHTS, b.address())
                .with(DNNL_ARG_DST, product.address());
        if (bias != null) {
            primitive.with(DNNL_ARG_BIAS, bias.address());
        }
        oneDnn.run(primitive, key);
        return product;
    }

    CpuTensor linear(CpuTensor input, CpuTensor weights, @Nullable CpuTensor bias, Activation activation) {
        Shapes.requireRank("linear layer's weights", weights.shape(), 2);
        if (bias != null) {
            Shapes.requireEqual("bias", bias.shape(), Shape.of(weights.shape().size(0)));
        }
        return product(input, false, weights, true, bias, activation);
    }

    CpuTensor linearInputGradient(CpuTensor outputGradient, CpuTensor weights) {
        return product(outputGradient, false, weights, false);
    }

    ParameterGradients linearParameterGradients(CpuTensor input, CpuTensor outputGradient, boolean withBias) {
        CpuTensor weights = product(outputGradient, true, input, false);
        if (!withBias) {
            return new ParameterGradients(weights, null);
        }
        CpuTensor bias = memory.zeros(Shape.of(outputGradient.shape().size(1)));
        columnSums.into(bias.memory(), outputGradient);
        return new ParameterGradients(weights, bias);
    }
}

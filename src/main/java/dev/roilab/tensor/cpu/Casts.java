package dev.roilab.tensor.cpu;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;

import dev.roilab.tensor.Precision;
import java.util.Map;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;

/** Tensors in the precision that an operation wants. */
final class Casts {
    private final OneDnn oneDnn;
    private final TensorMemory memory;

    Casts(OneDnn oneDnn, TensorMemory memory) {
        this.oneDnn = oneDnn;
        this.memory = memory;
    }

    /** A tensor for the time of one operation; closing it frees a copy and leaves an original alone. */
    record Operand(CpuTensor tensor, boolean isCopy) implements AutoCloseable {
        long address() {
            return tensor.address();
        }

        @Override
        public void close() {
            if (isCopy) {
                tensor.release();
            }
        }
    }

    private record CastKey(long elements, Precision from, Precision to) {
        CachedPrimitive make(engine device) {
            memory.desc source = OneDnn.row(elements, from);
            memory.desc target = OneDnn.row(elements, to);
            var settings = new reorder.primitive_desc(device, source, device, target);
            return new CachedPrimitive(
                    device, new reorder(settings), Map.of(DNNL_ARG_FROM, source, DNNL_ARG_TO, target));
        }
    }

    /** The tensor itself where it has the precision already, otherwise a copy. */
    Operand in(Precision precision, CpuTensor tensor) {
        if (tensor.precision() == precision) {
            return new Operand(tensor, false);
        }
        CpuTensor copy = memory.allocate(tensor.shape(), precision);
        convert(tensor, precision, copy.address());
        return new Operand(copy, true);
    }

    /** The tensor itself where it has the precision already, otherwise a copy in its place. */
    CpuTensor into(Precision precision, CpuTensor tensor) {
        Operand converted = in(precision, tensor);
        if (converted.isCopy()) {
            tensor.release();
        }
        return converted.tensor();
    }

    /** The address of a weight matrix in a precision; a copy is kept until the weights change. */
    long kept(Precision precision, CpuTensor weights) {
        if (weights.precision() == precision) {
            return weights.address();
        }
        try (memory.desc wanted = OneDnn.row(weights.elements(), precision)) {
            PackedWeights known = weights.packed();
            if (known != null && known.isIn(wanted)) {
                return known.address();
            }
            weights.changed();
            var packed = new PackedWeights(memory, wanted);
            weights.pack(packed);
            convert(weights, precision, packed.address());
            return packed.address();
        }
    }

    private void convert(CpuTensor tensor, Precision precision, long target) {
        if (tensor.elements() > 0) {
            var key = new CastKey(tensor.elements(), tensor.precision(), precision);
            CachedPrimitive primitive = oneDnn.primitive(key, key::make)
                    .with(DNNL_ARG_FROM, tensor.address())
                    .with(DNNL_ARG_TO, target);
            oneDnn.run(primitive, key);
        }
    }
}

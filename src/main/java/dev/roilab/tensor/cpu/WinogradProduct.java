package dev.roilab.tensor.cpu;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import dev.roilab.tensor.Precision;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl.scratchpad_mode;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;

/**
 * One product of matrices for each of the 36 points: [rows, inner] times [inner, columns].
 *
 * @param transposed whether the left matrices are stored as [inner, rows]
 * @param accumulate whether the products are added to what is there
 */
record WinogradProduct(int rows, int inner, int columns, boolean transposed, boolean accumulate) {
    static final int MATRICES = WinogradTransform.POINTS * WinogradTransform.POINTS;

    /** Bytes of the points of so many numbers. */
    static long bytes(long numbers) {
        return numbers * MATRICES * Float.BYTES;
    }

    CachedPrimitive make(engine device) {
        memory.desc left = matrices(rows, inner, transposed);
        memory.desc right = matrices(inner, columns, false);
        memory.desc product = matrices(rows, columns, false);
        var settings = new matmul.primitive_desc(device, left, right, product, attributes(), false);
        Map<Integer, memory.desc> arguments = new LinkedHashMap<>();
        arguments.put(DNNL_ARG_SRC, left);
        arguments.put(DNNL_ARG_WEIGHTS, right);
        arguments.put(DNNL_ARG_DST, product);
        if (settings.scratchpad_desc().get_size() > 0) {
            arguments.put(DNNL_ARG_SCRATCHPAD, settings.scratchpad_desc());
        }
        return new CachedPrimitive(device, new matmul(settings), arguments);
    }

    private primitive_attr attributes() {
        var attributes = new primitive_attr();
        // oneDNN's own belongs to the thread that made the primitive, and another one may run it.
        attributes.set_scratchpad_mode(scratchpad_mode.user);
        if (accumulate) {
            var operations = new post_ops();
            operations.append_sum();
            attributes.set_post_ops(operations);
        }
        return attributes;
    }

    /** @param transposed whether they are stored as [columns, rows] */
    static memory.desc matrices(long rows, long columns, boolean transposed) {
        long[] strides = transposed ? new long[] {rows * columns, 1, rows} : new long[] {rows * columns, columns, 1};
        return OneDnn.descriptor(new long[] {MATRICES, rows, columns}, strides, Precision.F32);
    }
}

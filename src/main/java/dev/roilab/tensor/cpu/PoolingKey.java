package dev.roilab.tensor.cpu;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import dev.roilab.tensor.Pooling;
import dev.roilab.tensor.Precision;
import dev.roilab.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.pooling_forward;

/** What the primitive of a pooling depends on. */
record PoolingKey(Kind kind, Shape input, Pooling pooling, boolean gradient, Precision precision) {
    enum Kind {
        MAXIMUM,
        /** Over the window's cells inside the map. */
        MEAN_INSIDE,
        /** Over all the window's cells, padding included. */
        MEAN_ALL
    }

    PoolingKey {
        Shapes.requireRank("pooling's input", input, 4);
    }

    Shape output() {
        return pooling.outputShape(input);
    }

    CachedPrimitive make(engine device) {
        memory.desc source = OneDnn.descriptor(input, precision);
        memory.desc target = OneDnn.descriptor(output(), precision);
        pooling_forward.primitive_desc forward = forward(device, source, target);
        Map<Integer, memory.desc> arguments = new LinkedHashMap<>();
        if (!gradient) {
            arguments.put(DNNL_ARG_SRC, source);
            arguments.put(DNNL_ARG_DST, target);
            putWinners(forward, arguments);
            return new CachedPrimitive(device, new pooling_forward(forward), arguments);
        }
        arguments.put(DNNL_ARG_DIFF_SRC, source);
        arguments.put(DNNL_ARG_DIFF_DST, target);
        putWinners(forward, arguments);
        var settings = new pooling_backward.primitive_desc(
                device, algorithm(), source, target, strides(), kernel(), dilations(), before(), after(), forward);
        return new CachedPrimitive(device, new pooling_backward(settings), arguments);
    }

    private pooling_forward.primitive_desc forward(engine device, memory.desc source, memory.desc target) {
        return new pooling_forward.primitive_desc(
                device,
                prop_kind.forward_training,
                algorithm(),
                source,
                target,
                strides(),
                kernel(),
                dilations(),
                before(),
                after());
    }

    /** A maximum's winners are the number of the cell within its window, row by row, in a byte or a word each. */
    private void putWinners(pooling_forward.primitive_desc forward, Map<Integer, memory.desc> arguments) {
        if (kind == Kind.MAXIMUM) {
            arguments.put(DNNL_ARG_WORKSPACE, forward.workspace_desc());
        }
    }

    private algorithm algorithm() {
        return switch (kind) {
            case MAXIMUM -> algorithm.pooling_max;
            case MEAN_INSIDE -> algorithm.pooling_avg_exclude_padding;
            case MEAN_ALL -> algorithm.pooling_avg_include_padding;
        };
    }

    private long[] strides() {
        return new long[] {pooling.strideY(), pooling.strideX()};
    }

    private long[] kernel() {
        return new long[] {pooling.kernelY(), pooling.kernelX()};
    }

    /** oneDNN counts the cells that are left out between two of the window. */
    private long[] dilations() {
        return new long[] {pooling.dilationY() - 1, pooling.dilationX() - 1};
    }

    private long[] before() {
        return new long[] {pooling.padding().top(), pooling.padding().left()};
    }

    private long[] after() {
        return new long[] {pooling.padding().bottom(), pooling.padding().right()};
    }
}

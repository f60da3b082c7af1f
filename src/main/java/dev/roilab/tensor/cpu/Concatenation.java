package dev.roilab.tensor.cpu;

import dev.roilab.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Joins and cuts along axis 1, which lies innermost in memory: a matrix's columns, a map's channels. Both are copies of
 * one run of numbers a row, where a map's rows are its cells.
 */
final class Concatenation {
    private final TensorMemory memory;

    Concatenation(TensorMemory memory) {
        this.memory = memory;
    }

    CpuTensor concatenate(List<CpuTensor> parts) {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a concatenation needs at least one part");
        }
        Shape first = parts.getFirst().shape();
        int width = 0;
        for (CpuTensor part : parts) {
            if (!withWidth(part.shape(), 0).equals(withWidth(first, 0))) {
                throw new IllegalArgumentException("no concatenation of %s and %s: they differ in more than axis 1"
                        .formatted(first, part.shape()));
            }
            width = Math.addExact(width, part.shape().size(1));
        }
        CpuTensor joined = memory.allocate(withWidth(first, width));
        int start = 0;
        for (CpuTensor part : parts) {
            int columns = part.shape().size(1);
            copyRows(part.memory(), columns, 0, joined.memory(), width, start, columns);
            start += columns;
        }
        return joined;
    }

    CpuTensor part(CpuTensor input, int first, int count) {
        Shape cutShape = withWidth(input.shape(), Math.max(count, 0));
        int width = input.shape().size(1);
        if (first < 0 || count < 0 || first > width - count) {
            throw new IllegalArgumentException("no %d columns from %d in %s".formatted(count, first, input.shape()));
        }
        CpuTensor cut = memory.allocate(cutShape);
        copyRows(input.memory(), width, first, cut.memory(), count, 0, count);
        return cut;
    }

    private static void copyRows(
            MemorySegment source,
            long sourceWidth,
            long from,
            MemorySegment target,
            long targetWidth,
            long to,
            long count) {
        long rows = sourceWidth == 0 ? 0 : source.byteSize() / Float.BYTES / sourceWidth;
        for (long row = 0; row < rows; row++) {
            MemorySegment.copy(
                    source,
                    (row * sourceWidth + from) * Float.BYTES,
                    target,
                    (row * targetWidth + to) * Float.BYTES,
                    count * Float.BYTES);
        }
    }

    private static Shape withWidth(Shape shape, int width) {
        if (shape.rank() != 2 && shape.rank() != 4) {
            throw new IllegalArgumentException("axis 1 is joined and cut in matrices and maps, got " + shape);
        }
        var sizes = new ArrayList<>(shape.sizes());
        sizes.set(1, width);
        return new Shape(sizes);
    }
}

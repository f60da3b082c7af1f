package dev.roilab.tensor.cpu;

import static dev.roilab.tensor.cpu.TensorMemory.own;

import dev.roilab.tensor.Precision;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.ShapeOperations;
import dev.roilab.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Views of the same memory, and copies that join and cut along axis 1, which lies innermost in memory: a matrix's
 * columns, a map's channels. Both are copies of one run of numbers a row, where a map's rows are its cells.
 */
final class Reshaping implements ShapeOperations {
    private final TensorMemory memory;
    private final Casts casts;
    private final Rows rows;

    Reshaping(Workers workers, TensorMemory memory, Casts casts) {
        this.memory = memory;
        this.casts = casts;
        this.rows = new Rows(workers, memory, casts);
    }

    @Override
    public Tensor flatten(Tensor input) {
        Shapes.requireRank("map to flatten", input.shape(), 4);
        return memory.view(own(input), row(input.shape()));
    }

    @Override
    public Tensor unflatten(Tensor input, Shape shape) {
        Shapes.requireRank("map to restore", shape, 4);
        Shapes.requireEqual("rows to restore a map " + shape + " from", input.shape(), row(shape));
        return memory.view(own(input), shape);
    }

    private static Shape row(Shape map) {
        return Shape.of(map.size(0), map.size(1) * map.size(2) * map.size(3));
    }

    @Override
    public Tensor concatenate(List<Tensor> parts) {
        return join(parts.stream().map(TensorMemory::own).toList());
    }

    private CpuTensor join(List<CpuTensor> parts) {
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
        Precision precision = parts.getFirst().precision();
        CpuTensor joined = memory.allocate(withWidth(first, width), precision);
        int start = 0;
        for (CpuTensor part : parts) {
            int columns = part.shape().size(1);
            try (var source = casts.in(precision, part)) {
                var from = new Columns(source.tensor().memory(), columns, 0);
                copy(from, new Columns(joined.memory(), width, start), columns, precision);
            }
            start += columns;
        }
        return joined;
    }

    @Override
    public Tensor part(Tensor input, int first, int count) {
        return cut(own(input), first, count);
    }

    @Override
    public Tensor gatherRows(Tensor input, int[] wanted) {
        return rows.gather(own(input), wanted);
    }

    @Override
    public Tensor gatherRowsGradient(Tensor outputGradient, int[] wanted, Shape input) {
        return rows.gatherGradient(own(outputGradient), wanted, input);
    }

    @Override
    public Tensor joinRows(List<Tensor> parts) {
        return rows.join(parts.stream().map(TensorMemory::own).toList());
    }

    @Override
    public Tensor cutRows(Tensor input, int first, int count) {
        return rows.cut(own(input), first, count);
    }

    @Override
    public Tensor rowsOfMaps(Tensor maps) {
        return rows.ofMaps(own(maps));
    }

    @Override
    public Tensor mapsOfRows(Tensor input, Shape maps) {
        return rows.toMaps(own(input), maps);
    }

    private CpuTensor cut(CpuTensor input, int first, int count) {
        Shape cutShape = withWidth(input.shape(), Math.max(count, 0));
        int width = input.shape().size(1);
        if (first < 0 || count < 0 || first > width - count) {
            throw new IllegalArgumentException("no %d columns from %d in %s".formatted(count, first, input.shape()));
        }
        CpuTensor cut = memory.allocate(cutShape, input.precision());
        copy(new Columns(input.memory(), width, first), new Columns(cut.memory(), count, 0), count, input.precision());
        return cut;
    }

    /** Rows of {@code width} numbers, seen from one column on. */
    private record Columns(MemorySegment memory, long width, long first) {}

    private static void copy(Columns source, Columns target, long count, Precision precision) {
        int bytes = precision.bytes();
        long rows = source.width() == 0 ? 0 : source.memory().byteSize() / bytes / source.width();
        for (long row = 0; row < rows; row++) {
            MemorySegment.copy(
                    source.memory(),
                    (row * source.width() + source.first()) * bytes,
                    target.memory(),
                    (row * target.width() + target.first()) * bytes,
                    count * bytes);
        }
    }

    private static Shape withWidth(Shape shape, int width) {
        if (shape.rank() != 2 && shape.rank() != 4) {
            throw new IllegalArgumentException("axis 1 is joined and cut in matrices and maps, got " + shape);
        }
        return shape.with(1, width);
    }
}

package dev.roilab.tensor.cpu;

import dev.roilab.tensor.Precision;
import dev.roilab.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/** Whole rows of matrices and of maps, which lie one after the other in memory, taken, put together and cut. */
final class Rows {
    private final Workers workers;
    private final TensorMemory memory;
    private final Casts casts;

    Rows(Workers workers, TensorMemory memory, Casts casts) {
        this.workers = workers;
        this.memory = memory;
        this.casts = casts;
    }

    CpuTensor gather(CpuTensor input, int[] rows) {
        Shapes.requireRows(input.shape(), rows);
        CpuTensor gathered = memory.allocate(Shapes.withRows(input.shape(), rows.length), input.precision());
        if (gathered.elements() > 0) {
            long bytes = bytesARow(input);
            MemorySegment source = input.memory();
            MemorySegment target = gathered.memory();
            for (int row = 0; row < rows.length; row++) {
                MemorySegment.copy(source, rows[row] * bytes, target, row * bytes, bytes);
            }
        }
        return gathered;
    }

    private static long bytesARow(CpuTensor tensor) {
        return tensor.memory().byteSize() / tensor.shape().size(0);
    }

    CpuTensor gatherGradient(CpuTensor outputGradient, int[] rows, Shape input) {
        Shapes.requireRows(input, rows);
        Shapes.requireEqual("gradient of gathered rows", outputGradient.shape(), Shapes.withRows(input, rows.length));
        CpuTensor gradient = memory.allocate(input, outputGradient.precision());
        if (input.elements() == 0) {
            return gradient;
        }
        int numbers = Math.toIntExact(input.elements() / input.size(0));
        int[][] takers = takers(rows, input.size(0));
        Numbers source = outputGradient.numbers();
        Numbers target = gradient.numbers();
        workers.forEach(takers.length, row -> {
            float[] sum = new float[numbers];
            for (int taker : takers[row]) {
                add(Bfloats.read(source.memory(), source.precision(), (long) taker * numbers, numbers), sum);
            }
            Bfloats.write(sum, target.memory(), target.precision(), (long) row * numbers);
        });
        return gradient;
    }

    /** For each row who took it, rising. */
    private static int[][] takers(int[] rows, int count) {
        int[] counts = new int[count];
        for (int row : rows) {
            counts[row]++;
        }
        int[][] takers = Arrays.stream(counts).mapToObj(int[]::new).toArray(int[][]::new);
        Arrays.fill(counts, 0);
        for (int taker = 0; taker < rows.length; taker++) {
            takers[rows[taker]][counts[rows[taker]]++] = taker;
        }
        return takers;
    }

    private static void add(float[] addend, float[] sum) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += addend[i];
        }
    }

    /** In the precision of the first. */
    CpuTensor join(List<CpuTensor> parts) {
        Shape shape = Shapes.joinedRows(parts.stream().map(CpuTensor::shape).toList());
        Precision precision = parts.getFirst().precision();
        CpuTensor joined = memory.allocate(shape, precision);
        long start = 0;
        for (CpuTensor part : parts) {
            try (var source = casts.in(precision, part)) {
                MemorySegment numbers = source.tensor().memory();
                MemorySegment.copy(numbers, 0, joined.memory(), start, numbers.byteSize());
                start += numbers.byteSize();
            }
        }
        return joined;
    }

    CpuTensor cut(CpuTensor input, int first, int count) {
        Shapes.requireRange(input.shape(), first, count);
        CpuTensor cut = memory.allocate(Shapes.withRows(input.shape(), count), input.precision());
        if (cut.elements() > 0) {
            long bytes = bytesARow(input);
            MemorySegment.copy(input.memory(), first * bytes, cut.memory(), 0, count * bytes);
        }
        return cut;
    }

    /** [N, C, H, W] to [N * C, H * W]. */
    CpuTensor ofMaps(CpuTensor maps) {
        Shape shape = maps.shape();
        return transposed(maps, Shapes.rowsOfMaps(shape), shape.size(2) * shape.size(3), shape.size(1));
    }

    CpuTensor toMaps(CpuTensor rows, Shape maps) {
        Shapes.requireEqual("rows to restore maps " + maps + " from", rows.shape(), Shapes.rowsOfMaps(maps));
        return transposed(rows, maps, maps.size(1), maps.size(2) * maps.size(3));
    }

    /** Image by image, [rows, columns] in memory to [columns, rows]. */
    private CpuTensor transposed(CpuTensor source, Shape shape, int rows, int columns) {
        CpuTensor target = memory.allocate(shape, source.precision());
        int numbers = Math.multiplyExact(rows, columns);
        if (numbers > 0) {
            Numbers from = source.numbers();
            Numbers to = target.numbers();
            workers.forEach(Math.toIntExact(shape.elements() / numbers), image -> {
                float[] values = Bfloats.read(from.memory(), from.precision(), (long) image * numbers, numbers);
                float[] turned = new float[numbers];
                for (int row = 0; row < rows; row++) {
                    for (int column = 0; column < columns; column++) {
                        turned[column * rows + row] = values[row * columns + column];
                    }
                }
                Bfloats.write(turned, to.memory(), to.precision(), (long) image * numbers);
            });
        }
        return target;
    }
}

package dev.roilab.tensor.torch;

import dev.roilab.tensor.Shape;
import dev.roilab.tensor.cpu.Shapes;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Whole rows of matrices and of maps, taken, put together and cut. */
final class Rows {
    private final TorchMemory memory;

    Rows(TorchMemory memory) {
        this.memory = memory;
    }

    TorchTensor gather(TorchTensor input, int[] rows) {
        Shapes.requireRows(input.shape(), rows);
        return memory.make(
                Shapes.withRows(input.shape(), rows.length), () -> input.value().index_select(0, memory.indices(rows)));
    }

    /**
     * Adding many rows to one at once has no fixed order on a GPU. So each row gets what came back from where it went
     * first, then from where it went next: in each round no row gets anything twice.
     */
    TorchTensor gatherGradient(TorchTensor outputGradient, int[] rows, Shape input) {
        Shapes.requireRows(input, rows);
        Shapes.requireEqual("gradient of gathered rows", outputGradient.shape(), Shapes.withRows(input, rows.length));
        return memory.make(input, () -> {
            Tensor upstream = outputGradient.floats();
            Tensor gradient = memory.undefined(input, ScalarType.Float).zero_();
            for (List<Integer> round : rounds(rows, input.size(0))) {
                int[] takers = round.stream().mapToInt(Integer::intValue).toArray();
                int[] taken = round.stream().mapToInt(taker -> rows[taker]).toArray();
                gradient.index_add_(0, memory.indices(taken), upstream.index_select(0, memory.indices(takers)));
            }
            return gradient.to(outputGradient.value().scalar_type());
        });
    }

    /** Places among {@code rows}: of the first time that each row occurs, of the second, and so on. */
    private static List<List<Integer>> rounds(int[] rows, int count) {
        List<List<Integer>> rounds = new ArrayList<>();
        int[] times = new int[count];
        for (int place = 0; place < rows.length; place++) {
            int time = times[rows[place]]++;
            if (time == rounds.size()) {
                rounds.add(new ArrayList<>());
            }
            rounds.get(time).add(place);
        }
        return rounds;
    }

    TorchTensor join(List<TorchTensor> parts) {
        Shape shape = Shapes.joinedRows(parts.stream().map(TorchTensor::shape).toList());
        return memory.make(
                shape,
                () -> torch.cat(
                        new TensorVector(parts.stream().map(TorchTensor::value).toArray(Tensor[]::new)), 0));
    }

    TorchTensor cut(TorchTensor input, int first, int count) {
        Shapes.requireRange(input.shape(), first, count);
        return memory.make(
                Shapes.withRows(input.shape(), count),
                () -> input.value().narrow(0, first, count).clone());
    }

    TorchTensor ofMaps(TorchTensor maps) {
        Shape shape = Shapes.rowsOfMaps(maps.shape());
        return memory.make(
                shape, () -> maps.value().contiguous().view(shape.toLongs()).clone());
    }

    TorchTensor toMaps(TorchTensor rows, Shape maps) {
        Shapes.requireEqual("rows to restore maps " + maps + " from", rows.shape(), Shapes.rowsOfMaps(maps));
        return memory.make(maps, () -> rows.value().view(maps.toLongs()).clone());
    }
}

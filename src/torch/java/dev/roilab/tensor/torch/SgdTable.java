package dev.roilab.tensor.torch;

import dev.roilab.tensor.UpdateOperations.SgdStep;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** The parameters of one launch of {@code sgd_steps}, a row each; made and used inside one {@link Native#call}. */
final class SgdTable {
    /** Numbers that a block moves: the kernel's NUMBERS_A_BLOCK. */
    private static final int NUMBERS_A_BLOCK = 4096;

    /** The kernel's COLUMNS. */
    private static final int COLUMNS = 7;

    private final long[] rows;
    private final int parameters;
    private final long blocks;

    SgdTable(List<SgdStep> steps) {
        long[] cells = new long[steps.size() * COLUMNS];
        int row = 0;
        long block = 0;
        for (SgdStep step : steps) {
            TorchTensor parameter = TorchMemory.own(step.parameter());
            if (parameter.isEmpty()) {
                continue;
            }
            Tensor gradient = TorchMemory.own(step.gradient()).floats();
            long count = parameter.shape().elements();
            long[] cellsOfRow = {
                parameter.target().data_ptr().address(),
                gradient.data_ptr().address(),
                TorchMemory.own(step.velocity()).target().data_ptr().address(),
                count,
                block,
                Double.doubleToRawLongBits(step.rate()),
                Double.doubleToRawLongBits(step.decay())
            };
            System.arraycopy(cellsOfRow, 0, cells, row * COLUMNS, COLUMNS);
            block += Math.ceilDiv(count, NUMBERS_A_BLOCK);
            row++;
        }
        this.rows = cells;
        this.parameters = row;
        this.blocks = block;
    }

    long[] rows() {
        return rows;
    }

    int parameters() {
        return parameters;
    }

    long blocks() {
        return blocks;
    }
}

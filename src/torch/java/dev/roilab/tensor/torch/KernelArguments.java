package dev.roilab.tensor.torch;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** The arguments of one kernel, in the order of its parameters. */
final class KernelArguments {
    private final List<Number> values = new ArrayList<>();

    /** The address of the tensor's numbers. */
    KernelArguments with(Tensor tensor) {
        values.add(tensor.data_ptr().address());
        return this;
    }

    /** The address of the tensor's numbers, or 0: the kernel is not to write there. */
    KernelArguments withOrNull(@Nullable Tensor tensor) {
        return tensor == null ? with(0L) : with(tensor);
    }

    KernelArguments with(int... numbers) {
        for (int number : numbers) {
            values.add(number);
        }
        return this;
    }

    KernelArguments with(long number) {
        values.add(number);
        return this;
    }

    KernelArguments with(double... numbers) {
        for (double number : numbers) {
            values.add(number);
        }
        return this;
    }

    /** As a launch wants them: an array of addresses, one for each value. */
    MemorySegment pack(Arena arena) {
        MemorySegment cells = arena.allocate(ValueLayout.JAVA_LONG, values.size());
        MemorySegment addresses = arena.allocate(ValueLayout.ADDRESS, values.size());
        for (int index = 0; index < values.size(); index++) {
            MemorySegment cell = cells.asSlice((long) index * Long.BYTES, Long.BYTES);
            switch (values.get(index)) {
                case Integer number -> cell.set(ValueLayout.JAVA_INT, 0, number);
                case Double number -> cell.set(ValueLayout.JAVA_DOUBLE, 0, number);
                case Number number -> cell.set(ValueLayout.JAVA_LONG, 0, number.longValue());
            }
            addresses.setAtIndex(ValueLayout.ADDRESS, index, cell);
        }
        return addresses;
    }
}

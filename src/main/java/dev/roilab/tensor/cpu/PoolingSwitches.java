package dev.roilab.tensor.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The switches of a max pooling, [N, OH, OW, C]. oneDNN keeps the winner's number in its window, row by row, in 8 or 32
 * bits; ATen, in 64 bits, its cell on the map with the padding around it.
 *
 * @param bytes a switch: 1 or 4 for numbers in the window, 8 for cells
 */
record PoolingSwitches(PoolingCall call, MemorySegment memory, int bytes) {
    /** The switches of one row of windows: [OW, C]. */
    int[][] row(int image, int row) {
        int windows = call.output().size(3);
        long first = ((long) image * call.output().size(2) + row) * windows;
        int[][] switches = new int[windows][];
        for (int window = 0; window < windows; window++) {
            switches[window] = read((first + window) * call.channels(), call.channels());
        }
        return switches;
    }

    private int[] read(long first, int count) {
        int[] switches = new int[count];
        switch (bytes) {
            case Byte.BYTES -> {
                byte[] numbers = new byte[count];
                MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, first, numbers, 0, count);
                for (int index = 0; index < count; index++) {
                    switches[index] = numbers[index] & 0xff;
                }
            }
            case Integer.BYTES ->
                MemorySegment.copy(memory, ValueLayout.JAVA_INT, first * Integer.BYTES, switches, 0, count);
            default -> {
                for (int index = 0; index < count; index++) {
                    switches[index] = (int) memory.getAtIndex(ValueLayout.JAVA_LONG, first + index);
                }
            }
        }
        return switches;
    }

    /** Sets the switches of one window to numbers in it; of {@code bytes} 1 or 4. */
    void write(long window, int[] numbers) {
        long first = window * numbers.length;
        if (bytes == Integer.BYTES) {
            MemorySegment.copy(numbers, 0, memory, ValueLayout.JAVA_INT, first * Integer.BYTES, numbers.length);
            return;
        }
        for (int channel = 0; channel < numbers.length; channel++) {
            memory.set(ValueLayout.JAVA_BYTE, first + channel, (byte) numbers[channel]);
        }
    }

    /** The switch by which a window names a cell of the map that lies at the window's place (row, column). */
    int name(int y, int x, int row, int column) {
        if (bytes != Long.BYTES) {
            return row * call.pooling().kernelX() + column;
        }
        var padding = call.pooling().padding();
        int across = padding.left() + call.input().size(3) + padding.right();
        return (y + padding.top()) * across + x + padding.left();
    }
}

package dev.roilab.tensor.cpu;

import dev.roilab.tensor.Pooling;
import java.util.Arrays;

/**
 * Max pooling of a map with numbers that are not finite, cell by cell: oneDNN's kernels pass over NaN and begin at the
 * least finite number. As in PyTorch, a window with NaN gives NaN, and its switch is the last of them.
 */
final class ExactMaximum {
    private final PoolingCall call;
    private final PoolingSwitches switches;

    ExactMaximum(PoolingCall call, PoolingSwitches switches) {
        this.call = call;
        this.switches = switches;
    }

    /**
     * Writes the switches and the values; what stands there stays where a window lies in the padding alone.
     *
     * @param map [N, H, W, C]
     * @param values [N, OH, OW, C] of the same precision
     */
    void run(Workers workers, Numbers map, Numbers values) {
        int rows = call.output().size(2);
        workers.forEach(call.input().size(0) * rows, row -> {
            for (int column = 0; column < call.output().size(3); column++) {
                pool(row / rows, row % rows, column, map, values);
            }
        });
    }

    private void pool(int image, int row, int column, Numbers map, Numbers values) {
        Pooling how = call.pooling();
        float[] maximum = new float[call.channels()];
        int[] winner = new int[call.channels()];
        boolean isEmpty = true;
        for (int place = 0; place < how.kernelY() * how.kernelX(); place++) {
            int y = row * how.strideY() - how.padding().top() + place / how.kernelX() * how.dilationY();
            int x = column * how.strideX() - how.padding().left() + place % how.kernelX() * how.dilationX();
            if (y >= 0 && y < call.input().size(2) && x >= 0 && x < call.input().size(3)) {
                long cell =
                        ((long) image * call.input().size(2) + y) * call.input().size(3) + x;
                float[] numbers = Bfloats.read(map.memory(), map.precision(), cell * maximum.length, maximum.length);
                if (isEmpty) {
                    Arrays.fill(maximum, Float.NEGATIVE_INFINITY);
                    Arrays.fill(winner, place);
                }
                isEmpty = false;
                raise(maximum, winner, numbers, place);
            }
        }
        if (!isEmpty) {
            long window =
                    ((long) image * call.output().size(2) + row) * call.output().size(3) + column;
            Bfloats.write(maximum, values.memory(), values.precision(), window * maximum.length);
            switches.write(window, winner);
        }
    }

    private static void raise(float[] maximum, int[] winner, float[] numbers, int place) {
        for (int channel = 0; channel < maximum.length; channel++) {
            if (numbers[channel] > maximum[channel] || Float.isNaN(numbers[channel])) {
                maximum[channel] = numbers[channel];
                winner[channel] = place;
            }
        }
    }
}

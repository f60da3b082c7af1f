package dev.roilab.tensor.torch;

import dev.roilab.tensor.Pooling;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.cpu.Shapes;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Average pooling as a convolution of each channel with ones, divided by how many cells each window counts. ATen's own
 * pooling knows neither dilation nor padding that differs by side.
 */
final class AveragePooling {
    private static final long[] NONE = {0, 0};

    private final TorchMemory memory;

    AveragePooling(TorchMemory memory) {
        this.memory = memory;
    }

    TorchTensor forward(TorchTensor input, Pooling pooling, boolean countPadding) {
        Shapes.requireRank("pooling's input", input.shape(), 4);
        Shape output = pooling.outputShape(input.shape());
        if (output.elements() == 0) {
            return memory.zeros(output);
        }
        return memory.make(output, () -> {
            Tensor padded = Convolutions.around(input.floats(), pooling.padding(), 0);
            Tensor sums = torch.convolution(
                    padded,
                    ones(input.shape(), pooling),
                    new TensorOptional(),
                    strides(pooling),
                    NONE,
                    dilations(pooling),
                    false,
                    NONE,
                    input.shape().size(1));
            return sums.div(counts(input.shape(), pooling, countPadding));
        });
    }

    TorchTensor gradient(TorchTensor outputGradient, Shape input, Pooling pooling, boolean countPadding) {
        Shapes.requireRank("pooling's input", input, 4);
        Shapes.requireEqual("gradient of a pooling's output", outputGradient.shape(), pooling.outputShape(input));
        if (outputGradient.isEmpty()) {
            return memory.zeros(input);
        }
        return memory.make(input, () -> {
            Tensor shares = outputGradient.floats().div(counts(input, pooling, countPadding));
            Tensor sizes = memory.undefined(Convolutions.around(input, pooling.padding()), ScalarType.Float);
            Tensor padded = torch.convolution_backward(
                            shares,
                            sizes,
                            ones(input, pooling),
                            new long[] {input.size(1)},
                            strides(pooling),
                            NONE,
                            dilations(pooling),
                            false,
                            NONE,
                            input.size(1),
                            Native.flags(true, false, false))
                    .get0();
            return Convolutions.inside(padded, input, pooling.padding());
        });
    }

    private Tensor ones(Shape input, Pooling pooling) {
        long[] kernel = {input.size(1), 1, pooling.kernelY(), pooling.kernelX()};
        return torch.ones(kernel, memory.options(ScalarType.Float));
    }

    /** [1, 1, OH, OW]: cells of each window, those in the padding only where they count. */
    private Tensor counts(Shape input, Pooling pooling, boolean countPadding) {
        Shape output = pooling.outputShape(input);
        int[] counts = new int[output.size(2) * output.size(3)];
        for (int y = 0; y < output.size(2); y++) {
            int first = y * pooling.strideY() - pooling.padding().top();
            int rows = count(first, pooling.kernelY(), pooling.dilationY(), countPadding, input.size(2));
            for (int x = 0; x < output.size(3); x++) {
                int left = x * pooling.strideX() - pooling.padding().left();
                counts[y * output.size(3) + x] =
                        rows * count(left, pooling.kernelX(), pooling.dilationX(), countPadding, input.size(3));
            }
        }
        return memory.indices(counts).to(ScalarType.Float).view(1, 1, output.size(2), output.size(3));
    }

    private static int count(int first, int kernel, int dilation, boolean all, int size) {
        int count = 0;
        for (int cell = 0; cell < kernel; cell++) {
            int place = first + cell * dilation;
            count += all || (place >= 0 && place < size) ? 1 : 0;
        }
        return count;
    }

    private static long[] strides(Pooling pooling) {
        return new long[] {pooling.strideY(), pooling.strideX()};
    }

    private static long[] dilations(Pooling pooling) {
        return new long[] {pooling.dilationY(), pooling.dilationX()};
    }
}

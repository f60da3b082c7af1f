package dev.roilab.tensor.torch;

import dev.roilab.tensor.LocalResponse;
import dev.roilab.tensor.cpu.Shapes;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Local response normalisation and its gradient: the sum over neighbours is one of shifted maps, in a fixed order,
 * which ATen's own, by average pooling, has no gradient for that is the same on every device.
 */
final class LocalResponses {
    private static final int CHANNELS = 1;

    private final TorchMemory memory;

    LocalResponses(TorchMemory memory) {
        this.memory = memory;
    }

    TorchTensor forward(TorchTensor input, LocalResponse response) {
        Shapes.requireRank("local response normalisation's input", input.shape(), 4);
        return memory.make(input.shape(), () -> {
            Tensor values = input.floats();
            return values.mul(bases(values, response).pow(new Scalar(-response.beta())))
                    .to(input.value().scalar_type());
        });
    }

    TorchTensor gradient(TorchTensor input, TorchTensor outputGradient, LocalResponse response) {
        Shapes.requireRank("local response normalisation's input", input.shape(), 4);
        Shapes.requireEqual("gradient of a local response normalisation", outputGradient.shape(), input.shape());
        return memory.make(input.shape(), () -> {
            Tensor values = input.floats();
            Tensor bases = bases(values, response);
            Tensor own = outputGradient.floats().mul(bases.pow(new Scalar(-response.beta())));
            Tensor others = neighbours(own.mul(values).div(bases), response).mul(values);
            return own.sub(others.mul(new Scalar(2 * response.factor() * response.beta())))
                    .to(input.value().scalar_type());
        });
    }

    /** What is raised to the power. */
    private static Tensor bases(Tensor values, LocalResponse response) {
        return neighbours(values.square(), response)
                .mul(new Scalar(response.factor()))
                .add(new Scalar(response.constant()));
    }

    private static Tensor neighbours(Tensor map, LocalResponse response) {
        int half = response.neighbours() / 2;
        long channels = map.size(CHANNELS);
        long[] sides = {0, 0, 0, 0, half, half};
        Tensor padded = torch.constant_pad_nd(map, sides, new Scalar(0));
        Tensor sums = padded.narrow(CHANNELS, 0, channels);
        for (int shift = 1; shift < response.neighbours(); shift++) {
            sums = sums.add(padded.narrow(CHANNELS, shift, channels));
        }
        return sums;
    }
}

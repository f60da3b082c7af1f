package dev.roilab.model.fcn;

import dev.roilab.nn.ConvTranspose2d;
import dev.roilab.nn.Initializer;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.Shape;
import java.util.Optional;

/**
 * A transposed convolution that starts as bilinear interpolation of each channel by itself, and may learn to do
 * otherwise: FCN (arXiv:1411.4038), section 3.3. At the border of a map it starts darker than interpolation is, since
 * nothing is beyond it.
 */
final class BilinearUpsampling {
    private static final int KERNEL = 4;

    private BilinearUpsampling() {}

    /** [N, C, H, W] to [N, C, 2 H, 2 W], without a bias; its weights are called {@code weight}. */
    static ConvTranspose2d doubling(ParameterFactory factory, int channels) {
        return new ConvTranspose2d(
                factory.weight("weight", Shape.of(channels, channels, KERNEL, KERNEL), weights()),
                Optional.empty(),
                Convolution.of(2, 1),
                0,
                Activation.NONE);
    }

    /** 1/4, 3/4, 3/4, 1/4 along each axis: how much each of the finer cells takes of a coarse one. */
    private static Initializer weights() {
        float[] axis = {0.25f, 0.75f, 0.75f, 0.25f};
        return (shape, _) -> {
            int channels = shape.size(0);
            float[] values = new float[Math.toIntExact(shape.elements())];
            for (int channel = 0; channel < channels; channel++) {
                for (int cell = 0; cell < KERNEL * KERNEL; cell++) {
                    values[(channel * channels + channel) * KERNEL * KERNEL + cell] =
                            axis[cell / KERNEL] * axis[cell % KERNEL];
                }
            }
            return values;
        };
    }
}

package dev.roilab.tensor.torch;

import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.Padding;
import dev.roilab.tensor.ParameterGradients;
import dev.roilab.tensor.Precision;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.cpu.Shapes;
import java.util.function.Supplier;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/** Convolution and its gradients by ATen's {@code convolution} and {@code convolution_backward}. */
final class Convolutions {
    private static final long[] NO_OUTPUT_PADDING = {0, 0};

    private static final int LARGEST_TRUSTED = 7;

    private final TorchMemory memory;
    private final Arithmetic arithmetic;

    Convolutions(TorchMemory memory, Arithmetic arithmetic) {
        this.memory = memory;
        this.arithmetic = arithmetic;
    }

    TorchTensor forward(
            TorchTensor input,
            TorchTensor weights,
            @Nullable TorchTensor bias,
            Convolution convolution,
            Activation activation) {
        Shape output = outputShape(input.shape(), weights.shape(), convolution);
        if (bias != null) {
            Shapes.requireEqual("bias", bias.shape(), Shape.of(weights.shape().size(0)));
        }
        if (output.elements() == 0) {
            return memory.zeros(output);
        }
        return memory.make(output, () -> {
            Tensor kernel = arithmetic.operand(weights);
            Tensor offset = bias == null ? null : arithmetic.operand(bias);
            Tensor values = padded(arithmetic.operand(input), convolution);
            var shift = offset == null ? new TensorOptional() : new TensorOptional(offset);
            if (rectifies(values, activation)) {
                return torch.cudnn_convolution_relu(
                        values,
                        kernel,
                        shift,
                        strides(convolution),
                        padding(convolution),
                        dilations(convolution),
                        convolution.groups());
            }
            boolean gathers = gathers(values, weights.shape(), convolution);
            Convolution left = gathers ? Convolution.of(1, 0) : convolution;
            Tensor result = torch.convolution(
                    gathers ? gathered(values, convolution) : values,
                    kernel,
                    shift,
                    strides(left),
                    padding(left),
                    dilations(left),
                    false,
                    NO_OUTPUT_PADDING,
                    left.groups());
            return Activations.apply(activation, result);
        });
    }

    /** Whether cuDNN adds the bias and cuts below 0 itself, which saves two passes over the result; not in f32. */
    private boolean rectifies(Tensor map, Activation activation) {
        return activation == Activation.RELU && map.is_cuda() && arithmetic.precision() != Precision.F32;
    }

    TorchTensor inputGradient(TorchTensor outputGradient, TorchTensor weights, Shape input, Convolution convolution) {
        requireGradient(outputGradient, input, weights.shape(), convolution);
        if (outputGradient.isEmpty()) {
            return memory.zeros(input);
        }
        return memory.make(input, () -> {
            // Only the sizes of the input matter here; its numbers are not read.
            Tensor sizes = memory.undefined(paddedShape(input, convolution), arithmetic.type());
            Tensor kernel = arithmetic.operand(weights);
            boolean[] ofInput = {true, false, false};
            Tensor gradient = isTrusted(sizes, weights.shape(), convolution)
                    ? backward(outputGradient, sizes, kernel, weights.shape(), convolution, ofInput)[0]
                    : withoutOneDnn(
                            () -> backward(outputGradient, sizes, kernel, weights.shape(), convolution, ofInput)[0]);
            return isEven(convolution.padding()) ? gradient : inside(gradient, input, convolution.padding());
        });
    }

    /**
     * Whether oneDNN's input gradient may be used: of AlexNet's kernel, 11 x 11 at stride 4, {@code jit:avx512_core}
     * gave other numbers than all else on a Zen 5. Strided kernels of up to 7 cells are held against a plain sum by the
     * tests.
     */
    private static boolean isTrusted(Tensor map, Shape weights, Convolution convolution) {
        boolean strided = convolution.strideY() > 1 || convolution.strideX() > 1;
        return map.is_cuda() || !strided || Math.max(weights.size(2), weights.size(3)) <= LARGEST_TRUSTED;
    }

    private static Tensor withoutOneDnn(Supplier<Tensor> work) {
        boolean enabled = torch.globalContext().userEnabledMkldnn();
        torch.globalContext().setUserEnabledMkldnn(false);
        try {
            return work.get();
        } finally {
            torch.globalContext().setUserEnabledMkldnn(enabled);
        }
    }

    ParameterGradients parameterGradients(
            TorchTensor input, TorchTensor outputGradient, Shape weights, Convolution convolution, boolean withBias) {
        requireGradient(outputGradient, input.shape(), weights, convolution);
        Shape bias = Shape.of(weights.size(0));
        if (outputGradient.isEmpty()) {
            return new ParameterGradients(memory.zeros(weights), withBias ? memory.zeros(bias) : null);
        }
        return memory.calls().call(() -> {
            Tensor values = padded(arithmetic.operand(input), convolution);
            boolean gathers = gathers(values, weights, convolution);
            Tensor sizes = memory.undefined(weights, arithmetic.type());
            Tensor[] gradients = backward(
                    outputGradient,
                    gathers ? gathered(values, convolution) : values,
                    sizes,
                    weights,
                    gathers ? Convolution.of(1, 0) : convolution,
                    new boolean[] {false, true, withBias});
            TorchTensor ofWeights = memory.adopt(weights, met(gradients[1], input.shape(), weights, convolution));
            return new ParameterGradients(
                    ofWeights, withBias ? memory.adopt(bias, gradients[2].to(ScalarType.Float)) : null);
        });
    }

    /**
     * Whether oneDNN would first gather the cells that a kernel of one cell reads: that step writes past its workspace
     * (uxlfoundation/oneDNN issue 6035; decision 006), in libtorch's copy too. So it is done here.
     */
    private static boolean gathers(Tensor map, Shape weights, Convolution convolution) {
        return !map.is_cuda()
                && weights.size(2) == 1
                && weights.size(3) == 1
                && convolution.groups() == 1
                && (convolution.strideY() > 1 || convolution.strideX() > 1)
                && isEven(convolution.padding())
                && convolution.padding().top() == 0
                && convolution.padding().left() == 0;
    }

    /** The cells that a kernel of one cell reads. */
    private static Tensor gathered(Tensor map, Convolution convolution) {
        var all = new LongOptional();
        return map.slice(2, all, all, convolution.strideY())
                .slice(3, all, all, convolution.strideX())
                .contiguous();
    }

    /**
     * In 32 bits, with 0 at the taps that meet no cell of the map: oneDNN, which ATen calls too, leaves there what its
     * memory held before.
     */
    private static Tensor met(Tensor gradient, Shape input, Shape weights, Convolution convolution) {
        Tensor result = gradient.to(ScalarType.Float);
        clear(result, 2, convolution.rowsMet(input, weights));
        clear(result, 3, convolution.columnsMet(input, weights));
        return result;
    }

    private static void clear(Tensor gradient, int axis, boolean[] met) {
        for (int tap = 0; tap < met.length; tap++) {
            if (!met[tap]) {
                gradient.narrow(axis, tap, 1).zero_();
            }
        }
    }

    private Tensor[] backward(
            TorchTensor outputGradient,
            Tensor input,
            Tensor kernel,
            Shape weights,
            Convolution convolution,
            boolean[] wanted) {
        var gradients = torch.convolution_backward(
                arithmetic.operand(outputGradient),
                input,
                kernel,
                new long[] {weights.size(0)},
                strides(convolution),
                padding(convolution),
                dilations(convolution),
                false,
                NO_OUTPUT_PADDING,
                convolution.groups(),
                Native.flags(wanted));
        return new Tensor[] {gradients.get0(), gradients.get1(), gradients.get2()};
    }

    private static Shape outputShape(Shape input, Shape weights, Convolution convolution) {
        if (input.rank() != 4 || weights.rank() != 4) {
            throw new IllegalArgumentException(
                    "a convolution takes [N, C, H, W] and [O, I, KH, KW], got " + input + " and weights " + weights);
        }
        int groups = convolution.groups();
        if (input.size(1) != weights.size(1) * groups || weights.size(0) % groups != 0) {
            throw new IllegalArgumentException("an input " + input + " in " + groups
                    + " group(s) does not agree with convolution weights " + weights);
        }
        return convolution.outputShape(input, weights);
    }

    private static void requireGradient(TorchTensor gradient, Shape input, Shape weights, Convolution convolution) {
        Shapes.requireEqual(
                "gradient of a convolution's output", gradient.shape(), outputShape(input, weights, convolution));
    }

    /** ATen pads both sides of an axis alike; other paddings are laid around the map beforehand. */
    static boolean isEven(Padding padding) {
        return padding.top() == padding.bottom() && padding.left() == padding.right();
    }

    private static Tensor padded(Tensor map, Convolution convolution) {
        return isEven(convolution.padding()) ? map : around(map, convolution.padding(), 0);
    }

    private static Shape paddedShape(Shape map, Convolution convolution) {
        return isEven(convolution.padding()) ? map : around(map, convolution.padding());
    }

    static Shape around(Shape map, Padding padding) {
        return Shape.of(
                map.size(0),
                map.size(1),
                map.size(2) + padding.top() + padding.bottom(),
                map.size(3) + padding.left() + padding.right());
    }

    static Tensor around(Tensor map, Padding padding, double value) {
        long[] sides = {padding.left(), padding.right(), padding.top(), padding.bottom()};
        return torch.constant_pad_nd(map, sides, new org.bytedeco.pytorch.Scalar(value));
    }

    /** The map without the padding around it. */
    static Tensor inside(Tensor padded, Shape map, Padding padding) {
        return padded.narrow(2, padding.top(), map.size(2)).narrow(3, padding.left(), map.size(3));
    }

    private static long[] strides(Convolution convolution) {
        return new long[] {convolution.strideY(), convolution.strideX()};
    }

    private static long[] dilations(Convolution convolution) {
        return new long[] {convolution.dilationY(), convolution.dilationX()};
    }

    private static long[] padding(Convolution convolution) {
        Padding padding = convolution.padding();
        return isEven(padding) ? new long[] {padding.top(), padding.left()} : new long[] {0, 0};
    }
}

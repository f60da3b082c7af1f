package dev.roilab.tensor;

import org.jspecify.annotations.Nullable;

/** Number by number; a result has the shape of its first operand. */
public interface ElementwiseOperations extends OperationGroup {
    /** {@code input * scale[c] + shift[c]}: frozen batch normalisation, and with no shift its gradient. */
    Tensor scaleShift(Tensor input, Tensor scale, @Nullable Tensor shift, Activation activation);

    /** The gradient through a ReLU whose result was {@code output}. */
    Tensor reluGradient(Tensor outputGradient, Tensor output);

    Tensor relu(Tensor input);

    /**
     * What is above 0, and {@code slope} times all else.
     *
     * @param slope above 0 and at most 1
     */
    Tensor leakyRelu(Tensor input, double slope);

    /**
     * The gradient through a {@link #leakyRelu} whose result was {@code output}: whole where that is above 0, times the
     * slope elsewhere, where it is NaN too.
     */
    Tensor leakyReluGradient(Tensor outputGradient, Tensor output, double slope);

    /** {@code 1 / (1 + exp(-x))}. */
    Tensor sigmoid(Tensor input);

    /** The gradient through a sigmoid whose result was {@code output}. */
    Tensor sigmoidGradient(Tensor outputGradient, Tensor output);

    Tensor add(Tensor a, Tensor b, Activation activation);

    /** {@code target += addend}. */
    void accumulate(Tensor target, Tensor addend);

    /** The sums of a map [N, C, H, W] over its images and cells, [C]: the gradient of a shift. */
    Tensor channelSums(Tensor input);

    /** How many of the numbers are NaN or infinite; waits for the device. */
    long nonFinite(Tensor input);

    /**
     * The sum of the squares of all numbers, in double precision and in an order that the number of threads does not
     * change; waits for the device.
     */
    double sumOfSquares(Tensor input);

    Tensor multiply(Tensor a, Tensor b);

    Tensor multiply(Tensor a, double factor);
}

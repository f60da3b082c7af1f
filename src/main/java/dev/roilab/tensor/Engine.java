package dev.roilab.tensor;

import java.util.List;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The operations that detectors are made of, each beside its gradient. An engine is used by one thread at a time; it
 * may run each operation on several. Same engine, machine and thread count: the same bits.
 *
 * <p>Shapes: N images, C channels, H x W cells, R regions, P cells of a region grid, B rows, K classes. A mismatch of
 * shapes throws {@link IllegalArgumentException} that names both.
 *
 * <p>NaN and infinity go through every operation, whichever kernel computes it, as through PyTorch's: what depends on a
 * NaN is NaN, what does not is not, and infinity follows IEEE 754. ReLU of NaN is NaN and of minus infinity 0, alone or
 * as an {@link Activation}, and its gradient passes where the result is NaN. A maximum with NaN is NaN, and its switch
 * is the last NaN. Padding, and cells that a sampled region gives the weight 0, are not read. A region whose
 * coordinates are not finite is refused.
 */
public interface Engine extends AutoCloseable {
    /** The name that studies use, such as {@code cpu}. */
    String name();

    /** What the layers compute in, which may be more than was asked for. */
    Precision precision();

    // ---- memory

    /** Opens the scope that owns every tensor made until it closes. Before any is open, the engine itself owns them. */
    Scope openScope();

    /** A copy of a host array, in its logical order. */
    Tensor tensor(INDArray array);

    /** A copy of host numbers, row major in logical order. */
    Tensor tensor(float[] values, Shape shape);

    Tensor zeros(Shape shape);

    /** Overwrites {@code target} with {@code source}; the shapes agree. */
    void copy(Tensor source, Tensor target);

    MemoryUse memory();

    /**
     * Waits until everything that was asked for has been computed; an engine that computes at once has nothing to do.
     */
    default void synchronize() {}

    // ---- convolution and linear maps

    /**
     * Cross-correlation.
     *
     * @param input [N, I, H, W]
     * @param weights [O, I / groups, KH, KW]
     * @param bias [O]
     * @return [N, O, OH, OW]
     */
    Tensor convolution(
            Tensor input, Tensor weights, @Nullable Tensor bias, Convolution convolution, Activation activation);

    /** The gradient with respect to the input, [N, I, H, W]; also the forward pass of a transposed convolution. */
    Tensor convolutionInputGradient(Tensor outputGradient, Tensor weights, Shape input, Convolution convolution);

    ParameterGradients convolutionParameterGradients(
            Tensor input, Tensor outputGradient, Shape weights, Convolution convolution, boolean withBias);

    /** {@code input [B, I] x weights^T + bias}; weights [O, I], bias [O]; returns [B, O]. */
    Tensor linear(Tensor input, Tensor weights, @Nullable Tensor bias, Activation activation);

    /** [B, I]. */
    Tensor linearInputGradient(Tensor outputGradient, Tensor weights);

    ParameterGradients linearParameterGradients(Tensor input, Tensor outputGradient, boolean withBias);

    /** Product of two matrices, either read transposed. */
    Tensor matmul(Tensor a, boolean transposeA, Tensor b, boolean transposeB);

    // ---- pooling

    Pooled maxPool(Tensor input, Pooling pooling);

    /** The gradient goes to the cell that won, the first of equals in row order. */
    Tensor maxPoolGradient(Tensor outputGradient, Tensor switches, Shape input, Pooling pooling);

    /**
     * Max-unpooling (Zeiler and Fergus, arXiv:1311.2901, section 2.1): puts each value at the cell that won its window,
     * and 0 at all other cells. A cell that won several windows gets the value of the last in row order, as ONNX's and
     * PyTorch's loops over the values leave it.
     *
     * @param values [N, C, OH, OW]
     * @param switches of the {@link #maxPool} that is undone
     * @param input the shape of its input, [N, C, H, W]
     * @return [N, C, H, W]
     */
    Tensor maxUnpool(Tensor values, Tensor switches, Shape input, Pooling pooling);

    /**
     * The gradient with respect to the values, [N, C, OH, OW]: what the cell of each received; 0 for a value in whose
     * place a later window's was put.
     *
     * @param outputGradient [N, C, H, W]
     */
    Tensor maxUnpoolGradient(Tensor outputGradient, Tensor switches, Pooling pooling);

    /** Mean over the window's cells inside the map, or with {@code countPadding} over all its cells. */
    Tensor averagePool(Tensor input, Pooling pooling, boolean countPadding);

    Tensor averagePoolGradient(Tensor outputGradient, Shape input, Pooling pooling, boolean countPadding);

    // ---- normalisation and element-wise

    /**
     * Batch normalisation with the batch's own statistics (arXiv:1502.03167, algorithm 1), then the activation.
     *
     * @param input [N, C, H, W]
     * @param scale gamma, [C]
     * @param shift beta, [C]
     */
    Normalized batchNorm(Tensor input, Tensor scale, Tensor shift, double epsilon, Activation activation);

    /** @param forward what {@link #batchNorm} gave for this input with the same epsilon and activation */
    NormGradients batchNormGradient(
            Tensor input,
            Tensor outputGradient,
            Tensor scale,
            Normalized forward,
            double epsilon,
            Activation activation);

    /** {@code input * scale[c] + shift[c]}: frozen batch normalisation, and with no shift its gradient. */
    Tensor scaleShift(Tensor input, Tensor scale, @Nullable Tensor shift, Activation activation);

    /** The gradient through a ReLU whose result was {@code output}. */
    Tensor reluGradient(Tensor outputGradient, Tensor output);

    Tensor relu(Tensor input);

    Tensor add(Tensor a, Tensor b, Activation activation);

    /** {@code target += addend}. */
    void accumulate(Tensor target, Tensor addend);

    /** {@code average = (1 - part) * average + part * factor * statistic}, in place: a step of a running average. */
    default void moveTowards(Tensor average, Tensor statistic, double part, double factor) {
        Tensor moved = multiply(average, 1 - part);
        Tensor addend = multiply(statistic, part * factor);
        accumulate(moved, addend);
        copy(moved, average);
        moved.release();
        addend.release();
    }

    /** How many of the numbers are NaN or infinite; waits for the device. */
    long nonFinite(Tensor input);

    Tensor multiply(Tensor a, Tensor b);

    Tensor multiply(Tensor a, double factor);

    /** [N, C, H, W] to [N, H * W * C]: height outermost, channel innermost. */
    Tensor flatten(Tensor input);

    /** The inverse of {@link #flatten}. */
    Tensor unflatten(Tensor input, Shape shape);

    /**
     * Tensors side by side along axis 1: columns of matrices, channels of maps. All other sizes agree.
     *
     * @param parts at least one, of rank 2 or 4
     */
    Tensor concatenate(List<Tensor> parts);

    /** A copy of {@code count} columns or channels from {@code first}: the gradient of {@link #concatenate}'s parts. */
    Tensor part(Tensor input, int first, int count);

    /** Rows [B, K] to probabilities. */
    Tensor softmax(Tensor logits);

    // ---- losses

    /**
     * {@code factor * sum of -log softmax(logits)[label]} over the rows whose label is not negative.
     *
     * @param logits [B, K]
     * @param labels one a row; a negative label leaves the row out
     */
    LossGradient softmaxCrossEntropy(Tensor logits, int[] labels, double factor);

    /** {@code sum of weights * loss(predictions - targets)}; all of one shape. */
    LossGradient regressionLoss(Tensor predictions, Tensor targets, Tensor weights, RegressionLoss loss);

    // ---- region operators

    /**
     * Fast R-CNN (arXiv:1504.08083), section 2.1: region and cell borders rounded to whole feature cells, the maximum
     * of each cell; empty cells give 0.
     *
     * @param features [N, C, H, W]
     * @param regions [R, 5]: image index, x1, y1, x2, y2 in image pixels
     * @param withSwitches whether the gradient will be asked for
     * @return values [R, C, P, P] and, if asked for, switches
     */
    Pooled roiPool(Tensor features, Tensor regions, RegionGrid grid, boolean withSwitches);

    Tensor roiPoolGradient(Tensor outputGradient, Tensor switches, Tensor regions, Shape features, RegionGrid grid);

    /**
     * RoIAlign (Mask R-CNN, arXiv:1703.06870, section 3) and RoIWarp (arXiv:1512.04412), by {@code sampling}. A sample
     * more than one cell outside the map counts as 0; nearer ones are moved to the border.
     *
     * @return values [R, C, P, P]; switches only where the aggregation is a maximum
     */
    Pooled roiSample(Tensor features, Tensor regions, RegionGrid grid, BilinearSampling sampling);

    Tensor roiSampleGradient(
            Tensor outputGradient,
            @Nullable Tensor switches,
            Tensor regions,
            Shape features,
            RegionGrid grid,
            BilinearSampling sampling);

    // ---- deformable sampling

    /**
     * The map at a convolution's taps, each moved by an offset (Deformable Convolutional Networks, arXiv:1703.06211,
     * equations 2 to 4) and, with a mask, multiplied by a factor (arXiv:1811.11168, equation 1). A sample is
     * interpolated from its four neighbours; those outside the map count as 0. An offset that is not finite gives NaN.
     *
     * @param input [N, C, H, W]
     * @param offsets in cells, {@link DeformableSampling#offsets}
     * @param mask {@link DeformableSampling#mask}; null for factors of 1
     * @return {@link DeformableSampling#columns}
     */
    Tensor deformableSample(Tensor input, Tensor offsets, @Nullable Tensor mask, DeformableSampling sampling);

    /** The gradient with respect to the input, [N, C, H, W]. */
    Tensor deformableInputGradient(
            Tensor outputGradient, Tensor offsets, @Nullable Tensor mask, Shape input, DeformableSampling sampling);

    /** Where a sample lies on a cell, the gradient of its offset is that of a move to the right or down. */
    OffsetGradients deformableOffsetGradients(
            Tensor outputGradient, Tensor input, Tensor offsets, @Nullable Tensor mask, DeformableSampling sampling);

    // ---- training

    /** One step of momentum SGD for each of some parameters: on a GPU one kernel for all, not one for each. */
    void sgdSteps(List<SgdStep> steps, double momentum);

    /** {@link #sgdSteps} of one parameter. */
    default void sgdStep(
            Tensor parameter, Tensor gradient, Tensor velocity, double rate, double momentum, double decay) {
        sgdSteps(List.of(new SgdStep(parameter, gradient, velocity, rate, decay)), momentum);
    }

    /**
     * What a step does to one parameter, in place: {@code v = momentum * v + gradient + decay * parameter; parameter -=
     * rate * v}; all of one shape.
     */
    record SgdStep(Tensor parameter, Tensor gradient, Tensor velocity, double rate, double decay) {}

    @Override
    void close();

    /** @param bias null where none was asked for */
    record ParameterGradients(Tensor weights, @Nullable Tensor bias) {}

    /** @param mask null where there was none */
    record OffsetGradients(Tensor offsets, @Nullable Tensor mask) {}

    /** @param switches engine-private record of the winners; null where the operation has none */
    record Pooled(Tensor values, @Nullable Tensor switches) {}

    /**
     * @param mean of each channel over the batch, [C]
     * @param variance of each channel over the batch, biased, [C]
     * @param passed engine-private record of what the activation let through; null where it needs none
     */
    record Normalized(
            Tensor values,
            Tensor mean,
            Tensor variance,
            @Nullable Tensor passed) {}

    record NormGradients(Tensor input, Tensor scale, Tensor shift) {}

    /**
     * @param value gives the loss; asking for it the first time, before the scope closes, may wait for the device
     * @param gradient of the loss with respect to the predictions or logits
     */
    record LossGradient(DoubleSupplier value, Tensor gradient) {
        public LossGradient(double loss, Tensor gradient) {
            this(() -> loss, gradient);
        }

        public double loss() {
            return value.getAsDouble();
        }
    }

    /**
     * @param liveBytes held by tensors in use
     * @param pooledBytes taken from the system, live or waiting for reuse
     * @param peakBytes the most that was ever live
     */
    record MemoryUse(long liveBytes, long pooledBytes, long peakBytes) {}
}

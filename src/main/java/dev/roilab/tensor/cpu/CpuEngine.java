package dev.roilab.tensor.cpu;

import static dev.roilab.tensor.cpu.TensorMemory.own;
import static dev.roilab.tensor.cpu.TensorMemory.ownOrNull;

import dev.roilab.tensor.Activation;
import dev.roilab.tensor.BilinearSampling;
import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.DeformableSampling;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Pooling;
import dev.roilab.tensor.Precision;
import dev.roilab.tensor.RegionGrid;
import dev.roilab.tensor.RegressionLoss;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The default engine, on the CPU. Each operation is in a class of its own. In bf16, feature maps and their gradients
 * are stored in 16 bits; the rows of linear layers, and everything else, in 32.
 */
public final class CpuEngine implements Engine {
    private final TensorMemory memory;
    private final Workers workers;
    private final Precision precision;
    private final OneDnn oneDnn;
    private final Casts casts;
    private final Convolutions convolutions;
    private final MatrixProducts products;
    private final MaxPooling maxPooling;
    private final AveragePooling averagePooling;
    private final Normalization normalization;
    private final Rectification rectification;
    private final Elementwise elementwise;
    private final Arithmetic arithmetic;
    private final Concatenation concatenation;
    private final Losses losses;
    private final NonFinite nonFinite;
    private final RegionOperators regionOperators;
    private final DeformableOperators deformableOperators;
    private boolean closed;

    private CpuEngine(int threads, Precision precision, BufferPool pool) {
        this.precision = precision;
        memory = new TensorMemory(pool);
        workers = new Workers(threads);
        oneDnn = new OneDnn(threads, pool);
        casts = new Casts(oneDnn, memory);
        rectification = new Rectification(workers, memory, casts);
        convolutions = new Convolutions(oneDnn, memory, casts, workers, precision);
        products = new MatrixProducts(oneDnn, memory, casts, workers, precision);
        maxPooling = new MaxPooling(oneDnn, memory, workers);
        averagePooling = new AveragePooling(oneDnn, memory);
        normalization = new Normalization(oneDnn, memory, casts, workers);
        elementwise = new Elementwise(oneDnn, memory, casts, rectification);
        arithmetic = new Arithmetic(workers, memory);
        concatenation = new Concatenation(memory, casts);
        losses = new Losses(memory);
        nonFinite = new NonFinite(workers);
        regionOperators = new RegionOperators(workers, memory, casts);
        deformableOperators = new DeformableOperators(workers, memory, casts);
    }

    /** @param threads how many an operation may use, at least 1 */
    public static CpuEngine create(int threads) {
        return create(threads, Precision.F32);
    }

    /**
     * An engine of a precision; where the processor cannot compute in it, one of 32 bits, with a warning.
     *
     * @param threads how many an operation may use, at least 1
     */
    public static CpuEngine create(int threads, Precision precision) {
        return new CpuEngine(threads, InstructionSets.supported(precision), new BufferPool(MemoryLimit.bytes()));
    }

    /** One for tests, in whose memory whatever nobody wrote is NaN, and which finds writes outside it. */
    static CpuEngine poisoned(int threads, Precision precision) {
        return new CpuEngine(threads, InstructionSets.supported(precision), BufferPool.poisoned(MemoryLimit.bytes()));
    }

    @Override
    public String name() {
        return "cpu";
    }

    @Override
    public Precision precision() {
        return precision;
    }

    @Override
    public Scope openScope() {
        return memory.open();
    }

    @Override
    public Tensor tensor(INDArray array) {
        INDArray copy = array.castTo(DataType.FLOAT).dup('c');
        float[] values = copy.isEmpty() ? new float[0] : copy.data().asFloat();
        if (copy.closeable()) {
            copy.close();
        }
        return memory.copyOf(values, Shape.of(array.shape()));
    }

    @Override
    public Tensor tensor(float[] values, Shape shape) {
        return memory.copyOf(values, shape);
    }

    @Override
    public Tensor zeros(Shape shape) {
        return memory.zeros(shape);
    }

    @Override
    public void copy(Tensor source, Tensor target) {
        Shapes.requireEqual("target of a copy", target.shape(), source.shape());
        try (var numbers = casts.in(own(target).precision(), own(source))) {
            own(target).changed().copyFrom(numbers.tensor().memory());
        }
    }

    @Override
    public MemoryUse memory() {
        return memory.use();
    }

    @Override
    public Tensor convolution(
            Tensor input, Tensor weights, @Nullable Tensor bias, Convolution convolution, Activation activation) {
        return convolutions.forward(own(input), own(weights), ownOrNull(bias), convolution, activation);
    }

    @Override
    public Tensor convolutionInputGradient(
            Tensor outputGradient, Tensor weights, Shape input, Convolution convolution) {
        return convolutions.inputGradient(own(outputGradient), own(weights), input, convolution);
    }

    @Override
    public ParameterGradients convolutionParameterGradients(
            Tensor input, Tensor outputGradient, Shape weights, Convolution convolution, boolean withBias) {
        return convolutions.parameterGradients(own(input), own(outputGradient), weights, convolution, withBias);
    }

    @Override
    public Tensor linear(Tensor input, Tensor weights, @Nullable Tensor bias, Activation activation) {
        return products.linear(own(input), own(weights), ownOrNull(bias), activation);
    }

    @Override
    public Tensor linearInputGradient(Tensor outputGradient, Tensor weights) {
        return products.linearInputGradient(own(outputGradient), own(weights));
    }

    @Override
    public ParameterGradients linearParameterGradients(Tensor input, Tensor outputGradient, boolean withBias) {
        return products.linearParameterGradients(own(input), own(outputGradient), withBias);
    }

    @Override
    public Tensor matmul(Tensor a, boolean transposeA, Tensor b, boolean transposeB) {
        return products.product(own(a), transposeA, own(b), transposeB);
    }

    @Override
    public Pooled maxPool(Tensor input, Pooling pooling) {
        return maxPooling.forward(own(input), pooling);
    }

    @Override
    public Tensor maxPoolGradient(Tensor outputGradient, Tensor switches, Shape input, Pooling pooling) {
        return maxPooling.gradient(own(outputGradient), own(switches), input, pooling);
    }

    @Override
    public Tensor maxUnpool(Tensor values, Tensor switches, Shape input, Pooling pooling) {
        return maxPooling.unpool(own(values), own(switches), input, pooling);
    }

    @Override
    public Tensor maxUnpoolGradient(Tensor outputGradient, Tensor switches, Pooling pooling) {
        return maxPooling.unpoolGradient(own(outputGradient), own(switches), pooling);
    }

    @Override
    public Tensor averagePool(Tensor input, Pooling pooling, boolean countPadding) {
        return averagePooling.forward(own(input), pooling, countPadding);
    }

    @Override
    public Tensor averagePoolGradient(Tensor outputGradient, Shape input, Pooling pooling, boolean countPadding) {
        return averagePooling.gradient(own(outputGradient), input, pooling, countPadding);
    }

    @Override
    public Normalized batchNorm(Tensor input, Tensor scale, Tensor shift, double epsilon, Activation activation) {
        return normalization.forward(own(input), own(scale), own(shift), new Normalization.Form(epsilon, activation));
    }

    @Override
    public NormGradients batchNormGradient(
            Tensor input,
            Tensor outputGradient,
            Tensor scale,
            Normalized forward,
            double epsilon,
            Activation activation) {
        return normalization.gradient(
                own(input), own(outputGradient), own(scale), forward, new Normalization.Form(epsilon, activation));
    }

    @Override
    public Tensor scaleShift(Tensor input, Tensor scale, @Nullable Tensor shift, Activation activation) {
        return elementwise.scaleShift(own(input), own(scale), ownOrNull(shift), activation);
    }

    @Override
    public Tensor reluGradient(Tensor outputGradient, Tensor output) {
        return rectification.gradient(own(outputGradient), own(output));
    }

    @Override
    public Tensor relu(Tensor input) {
        return rectification.relu(own(input));
    }

    @Override
    public Tensor add(Tensor a, Tensor b, Activation activation) {
        return elementwise.add(own(a), own(b), activation);
    }

    @Override
    public void accumulate(Tensor target, Tensor addend) {
        elementwise.accumulate(own(target), own(addend));
    }

    @Override
    public long nonFinite(Tensor input) {
        return nonFinite.count(own(input));
    }

    @Override
    public Tensor multiply(Tensor a, Tensor b) {
        return elementwise.multiply(own(a), own(b));
    }

    @Override
    public Tensor multiply(Tensor a, double factor) {
        try (var input = casts.in(Precision.F32, own(a))) {
            return arithmetic.multiply(input.tensor(), factor);
        }
    }

    @Override
    public Tensor flatten(Tensor input) {
        Shapes.requireRank("map to flatten", input.shape(), 4);
        Shape shape = input.shape();
        return memory.view(own(input), Shape.of(shape.size(0), shape.size(1) * shape.size(2) * shape.size(3)));
    }

    @Override
    public Tensor unflatten(Tensor input, Shape shape) {
        Shapes.requireRank("map to restore", shape, 4);
        Shapes.requireEqual(
                "rows to restore a map " + shape + " from",
                input.shape(),
                Shape.of(shape.size(0), shape.size(1) * shape.size(2) * shape.size(3)));
        return memory.view(own(input), shape);
    }

    @Override
    public Tensor concatenate(List<Tensor> parts) {
        return concatenation.concatenate(parts.stream().map(TensorMemory::own).toList());
    }

    @Override
    public Tensor part(Tensor input, int first, int count) {
        return concatenation.part(own(input), first, count);
    }

    @Override
    public Tensor softmax(Tensor logits) {
        try (var rows = casts.in(Precision.F32, own(logits))) {
            return losses.softmax(rows.tensor());
        }
    }

    @Override
    public LossGradient softmaxCrossEntropy(Tensor logits, int[] labels, double factor) {
        try (var rows = casts.in(Precision.F32, own(logits))) {
            return losses.softmaxCrossEntropy(rows.tensor(), labels, factor);
        }
    }

    @Override
    public LossGradient regressionLoss(Tensor predictions, Tensor targets, Tensor weights, RegressionLoss loss) {
        try (var rows = casts.in(Precision.F32, own(predictions))) {
            return losses.regression(rows.tensor(), own(targets), own(weights), loss);
        }
    }

    @Override
    public Pooled roiPool(Tensor features, Tensor regions, RegionGrid grid, boolean withSwitches) {
        return regionOperators.pool(own(features), own(regions), grid, withSwitches);
    }

    @Override
    public Tensor roiPoolGradient(
            Tensor outputGradient, Tensor switches, Tensor regions, Shape features, RegionGrid grid) {
        return regionOperators.poolGradient(
                own(outputGradient), own(switches), new RegionCall(features, own(regions), grid));
    }

    @Override
    public Pooled roiSample(Tensor features, Tensor regions, RegionGrid grid, BilinearSampling sampling) {
        return regionOperators.sample(own(features), own(regions), grid, sampling);
    }

    @Override
    public Tensor roiSampleGradient(
            Tensor outputGradient,
            @Nullable Tensor switches,
            Tensor regions,
            Shape features,
            RegionGrid grid,
            BilinearSampling sampling) {
        return regionOperators.sampleGradient(
                own(outputGradient), ownOrNull(switches), new RegionCall(features, own(regions), grid), sampling);
    }

    @Override
    public Tensor deformableSample(Tensor input, Tensor offsets, @Nullable Tensor mask, DeformableSampling sampling) {
        return deformableOperators.sample(own(input), own(offsets), ownOrNull(mask), sampling);
    }

    @Override
    public Tensor deformableInputGradient(
            Tensor outputGradient, Tensor offsets, @Nullable Tensor mask, Shape input, DeformableSampling sampling) {
        return deformableOperators.inputGradient(own(outputGradient), own(offsets), ownOrNull(mask), input, sampling);
    }

    @Override
    public OffsetGradients deformableOffsetGradients(
            Tensor outputGradient, Tensor input, Tensor offsets, @Nullable Tensor mask, DeformableSampling sampling) {
        return deformableOperators.offsetGradients(
                own(outputGradient), own(input), own(offsets), ownOrNull(mask), sampling);
    }

    @Override
    public void sgdSteps(List<SgdStep> steps, double momentum) {
        for (SgdStep step : steps) {
            arithmetic.sgdStep(own(step.parameter()), own(step.gradient()), own(step.velocity()), new double[] {
                step.rate(), momentum, step.decay()
            });
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            memory.close();
            convolutions.close();
            oneDnn.close();
            workers.close();
        }
    }
}

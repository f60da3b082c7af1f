package dev.roilab.tensor.cpu;

import static dev.roilab.tensor.cpu.TensorMemory.own;
import static dev.roilab.tensor.cpu.TensorMemory.ownOrNull;

import dev.roilab.tensor.Activation;
import dev.roilab.tensor.BilinearSampling;
import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Pooling;
import dev.roilab.tensor.RegionGrid;
import dev.roilab.tensor.RegressionLoss;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The default engine, on the CPU in 32-bit floating point. Each operation is in a class of its own. */
public final class CpuEngine implements Engine {
    private final TensorMemory memory = new TensorMemory();
    private final Workers workers;
    private final OneDnn oneDnn;
    private final Convolutions convolutions;
    private final MatrixProducts products;
    private final MaxPooling maxPooling;
    private final AveragePooling averagePooling;
    private final Normalization normalization;
    private final Elementwise elementwise;
    private final Arithmetic arithmetic;
    private final Concatenation concatenation;
    private final Losses losses;
    private final RegionOperators regionOperators;
    private boolean closed;

    private CpuEngine(int threads) {
        workers = new Workers(threads);
        oneDnn = new OneDnn(threads);
        convolutions = new Convolutions(oneDnn, memory);
        products = new MatrixProducts(oneDnn, memory, workers);
        maxPooling = new MaxPooling(workers, memory);
        averagePooling = new AveragePooling(oneDnn, memory);
        normalization = new Normalization(oneDnn, memory);
        elementwise = new Elementwise(oneDnn, memory);
        arithmetic = new Arithmetic(workers, memory);
        concatenation = new Concatenation(memory);
        losses = new Losses(memory);
        regionOperators = new RegionOperators(workers, memory);
    }

    /** @param threads how many an operation may use, at least 1 */
    public static CpuEngine create(int threads) {
        return new CpuEngine(threads);
    }

    @Override
    public String name() {
        return "cpu";
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
        own(target).changed().copyFrom(own(source).memory());
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
    public Tensor averagePool(Tensor input, Pooling pooling, boolean countPadding) {
        return averagePooling.forward(own(input), pooling, countPadding);
    }

    @Override
    public Tensor averagePoolGradient(Tensor outputGradient, Shape input, Pooling pooling, boolean countPadding) {
        return averagePooling.gradient(own(outputGradient), input, pooling, countPadding);
    }

    @Override
    public Normalized batchNorm(Tensor input, Tensor scale, Tensor shift, double epsilon) {
        return normalization.forward(own(input), own(scale), own(shift), epsilon);
    }

    @Override
    public NormGradients batchNormGradient(
            Tensor input, Tensor outputGradient, Tensor scale, Normalized forward, double epsilon) {
        return normalization.gradient(own(input), own(outputGradient), own(scale), forward, epsilon);
    }

    @Override
    public Tensor scaleShift(Tensor input, Tensor scale, @Nullable Tensor shift, Activation activation) {
        return elementwise.scaleShift(own(input), own(scale), ownOrNull(shift), activation);
    }

    @Override
    public Tensor reluGradient(Tensor outputGradient, Tensor output) {
        return elementwise.reluGradient(own(outputGradient), own(output));
    }

    @Override
    public Tensor relu(Tensor input) {
        return elementwise.relu(own(input));
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
    public Tensor multiply(Tensor a, Tensor b) {
        return elementwise.multiply(own(a), own(b));
    }

    @Override
    public Tensor multiply(Tensor a, double factor) {
        return arithmetic.multiply(own(a), factor);
    }

    @Override
    public Tensor flatten(Tensor input) {
        Shapes.requireRank("map to flatten", input.shape(), 4);
        Shape shape = input.shape();
        return inNewShape(own(input), Shape.of(shape.size(0), shape.size(1) * shape.size(2) * shape.size(3)));
    }

    @Override
    public Tensor unflatten(Tensor input, Shape shape) {
        Shapes.requireRank("map to restore", shape, 4);
        Shapes.requireEqual(
                "rows to restore a map " + shape + " from",
                input.shape(),
                Shape.of(shape.size(0), shape.size(1) * shape.size(2) * shape.size(3)));
        return inNewShape(own(input), shape);
    }

    /** Channels lie innermost, so the order in memory is the same; a copy, so that no two tensors share memory. */
    private Tensor inNewShape(CpuTensor input, Shape shape) {
        CpuTensor output = memory.allocate(shape);
        output.memory().copyFrom(input.memory());
        return output;
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
        return losses.softmax(own(logits));
    }

    @Override
    public LossGradient softmaxCrossEntropy(Tensor logits, int[] labels, double factor) {
        return losses.softmaxCrossEntropy(own(logits), labels, factor);
    }

    @Override
    public LossGradient regressionLoss(Tensor predictions, Tensor targets, Tensor weights, RegressionLoss loss) {
        return losses.regression(own(predictions), own(targets), own(weights), loss);
    }

    @Override
    public Pooled roiPool(Tensor features, Tensor regions, RegionGrid grid) {
        return regionOperators.pool(own(features), own(regions), grid);
    }

    @Override
    public Tensor roiPoolGradient(Tensor outputGradient, Tensor switches, Tensor regions, Shape features) {
        return regionOperators.poolGradient(own(outputGradient), own(switches), own(regions), features);
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
        var call =
                new RegionCall(features, own(regions).memory(), regions.shape().size(0), grid);
        return regionOperators.sampleGradient(own(outputGradient), ownOrNull(switches), call, sampling);
    }

    @Override
    public void sgdStep(
            Tensor parameter, Tensor gradient, Tensor velocity, double rate, double momentum, double decay) {
        arithmetic.sgdStep(own(parameter), own(gradient), own(velocity), new double[] {rate, momentum, decay});
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            memory.close();
            oneDnn.close();
            workers.close();
        }
    }
}

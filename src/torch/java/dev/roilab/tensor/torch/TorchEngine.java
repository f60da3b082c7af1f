package dev.roilab.tensor.torch;

import static dev.roilab.tensor.torch.TorchMemory.own;
import static dev.roilab.tensor.torch.TorchMemory.ownOrNull;

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
import dev.roilab.tensor.cpu.Shapes;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine on libtorch. Each kind of operation is in a class of its own. */
public final class TorchEngine implements Engine {
    private static final Logger LOG = LoggerFactory.getLogger(TorchEngine.class);

    private final TorchMemory memory;
    private final Precision precision;
    private final Convolutions convolutions;
    private final Products products;
    private final AveragePooling averagePooling;
    private final Normalization normalization;
    private final Elementwise elementwise;
    private final Concatenation concatenation;
    private final Losses losses;
    private final OwnOperators ownOperators;
    private boolean closed;

    private TorchEngine(
            TorchMemory memory, Precision precision, Function<TorchMemory, ? extends OwnOperators> ownOperators) {
        this.memory = memory;
        this.precision = supported(precision, memory);
        var arithmetic = new Arithmetic(precision);
        this.convolutions = new Convolutions(memory, arithmetic);
        this.products = new Products(memory, arithmetic);
        this.averagePooling = new AveragePooling(memory);
        this.normalization = new Normalization(memory);
        this.elementwise = new Elementwise(memory);
        this.concatenation = new Concatenation(memory);
        this.losses = new Losses(memory);
        this.ownOperators = ownOperators.apply(memory);
    }

    /**
     * An engine on a device that {@link TorchEngineProvider#devices} names.
     *
     * @param threads of operations on the host, at least 1
     */
    public static TorchEngine create(String device, int threads, Precision precision) {
        var memory = new TorchMemory(new Native(threads, precision), device);
        return new TorchEngine(memory, precision, made -> ownOperators(made, device, threads));
    }

    private static Precision supported(Precision wanted, TorchMemory memory) {
        if (wanted == Precision.TF32 && !memory.onGpu()) {
            LOG.warn("precision tf32 is of GPUs; a processor computes in f32");
            return Precision.F32;
        }
        return wanted;
    }

    private static OwnOperators ownOperators(TorchMemory memory, String device, int threads) {
        if (!memory.onGpu()) {
            return new HostOperators(memory, threads);
        }
        int ordinal = Integer.parseInt(device.substring(device.indexOf(':') + 1));
        return new GpuOperators(memory, TorchLibrary.instance().launcher(ordinal));
    }

    /** An engine with other operators than the device's own: how the tests run the GPU's on the host. */
    static TorchEngine with(Function<TorchMemory, ? extends OwnOperators> ownOperators, int threads) {
        var memory = new TorchMemory(new Native(threads, Precision.F32), "cpu");
        return new TorchEngine(memory, Precision.F32, ownOperators);
    }

    @Override
    public String name() {
        return "torch";
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
        elementwise.copy(own(source), own(target));
    }

    @Override
    public MemoryUse memory() {
        return memory.use();
    }

    @Override
    public void synchronize() {
        memory.synchronize();
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
        return ownOperators.pooling().maxPool(own(input), pooling);
    }

    @Override
    public Tensor maxPoolGradient(Tensor outputGradient, Tensor switches, Shape input, Pooling pooling) {
        return ownOperators.pooling().maxPoolGradient(own(outputGradient), own(switches), input, pooling);
    }

    @Override
    public Tensor maxUnpool(Tensor values, Tensor switches, Shape input, Pooling pooling) {
        return ownOperators.pooling().maxUnpool(own(values), own(switches), input, pooling);
    }

    @Override
    public Tensor maxUnpoolGradient(Tensor outputGradient, Tensor switches, Pooling pooling) {
        return ownOperators.pooling().maxUnpoolGradient(own(outputGradient), own(switches), pooling);
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
    public void moveTowards(Tensor average, Tensor statistic, double part, double factor) {
        Shapes.requireEqual("statistic of a running average", statistic.shape(), average.shape());
        ownOperators.moveTowards(own(average), own(statistic), part, factor);
    }

    @Override
    public long nonFinite(Tensor input) {
        return elementwise.nonFinite(own(input));
    }

    @Override
    public Tensor multiply(Tensor a, Tensor b) {
        return elementwise.multiply(own(a), own(b));
    }

    @Override
    public Tensor multiply(Tensor a, double factor) {
        return elementwise.multiply(own(a), factor);
    }

    @Override
    public Tensor flatten(Tensor input) {
        return elementwise.flatten(own(input));
    }

    @Override
    public Tensor unflatten(Tensor input, Shape shape) {
        return elementwise.unflatten(own(input), shape);
    }

    @Override
    public Tensor concatenate(List<Tensor> parts) {
        return concatenation.concatenate(parts.stream().map(TorchMemory::own).toList());
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
    public Pooled roiPool(Tensor features, Tensor regions, RegionGrid grid, boolean withSwitches) {
        return ownOperators.roiPool(own(features), own(regions), grid, withSwitches);
    }

    @Override
    public Tensor roiPoolGradient(
            Tensor outputGradient, Tensor switches, Tensor regions, Shape features, RegionGrid grid) {
        return ownOperators.roiPoolGradient(own(outputGradient), own(switches), own(regions), features, grid);
    }

    @Override
    public Pooled roiSample(Tensor features, Tensor regions, RegionGrid grid, BilinearSampling sampling) {
        return ownOperators.roiSample(own(features), own(regions), grid, sampling);
    }

    @Override
    public Tensor roiSampleGradient(
            Tensor outputGradient,
            @Nullable Tensor switches,
            Tensor regions,
            Shape features,
            RegionGrid grid,
            BilinearSampling sampling) {
        return ownOperators.roiSampleGradient(
                own(outputGradient), ownOrNull(switches), own(regions), features, grid, sampling);
    }

    @Override
    public Tensor deformableSample(Tensor input, Tensor offsets, @Nullable Tensor mask, DeformableSampling sampling) {
        return ownOperators.deformation().sample(own(input), own(offsets), ownOrNull(mask), sampling);
    }

    @Override
    public Tensor deformableInputGradient(
            Tensor outputGradient, Tensor offsets, @Nullable Tensor mask, Shape input, DeformableSampling sampling) {
        return ownOperators
                .deformation()
                .inputGradient(own(outputGradient), own(offsets), ownOrNull(mask), input, sampling);
    }

    @Override
    public OffsetGradients deformableOffsetGradients(
            Tensor outputGradient, Tensor input, Tensor offsets, @Nullable Tensor mask, DeformableSampling sampling) {
        return ownOperators
                .deformation()
                .offsetGradients(own(outputGradient), own(input), own(offsets), ownOrNull(mask), sampling);
    }

    @Override
    public void sgdSteps(List<SgdStep> steps, double momentum) {
        for (SgdStep step : steps) {
            Shapes.requireEqual(
                    "gradient of a parameter",
                    step.gradient().shape(),
                    step.parameter().shape());
            Shapes.requireEqual(
                    "velocity of a parameter",
                    step.velocity().shape(),
                    step.parameter().shape());
        }
        ownOperators.sgdSteps(steps, momentum);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            memory.close();
            ownOperators.close();
        }
    }
}

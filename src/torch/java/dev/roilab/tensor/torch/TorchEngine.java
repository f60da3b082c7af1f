package dev.roilab.tensor.torch;

import static dev.roilab.tensor.torch.TorchMemory.own;

import dev.roilab.tensor.ConvolutionOperations;
import dev.roilab.tensor.ElementwiseOperations;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.LossOperations;
import dev.roilab.tensor.MatrixOperations;
import dev.roilab.tensor.NormalizationOperations;
import dev.roilab.tensor.PoolingOperations;
import dev.roilab.tensor.Precision;
import dev.roilab.tensor.RegionOperations;
import dev.roilab.tensor.ResamplingOperations;
import dev.roilab.tensor.SamplingOperations;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.ShapeOperations;
import dev.roilab.tensor.Tensor;
import dev.roilab.tensor.UpdateOperations;
import java.util.function.Function;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The engine on libtorch. Each group of operations is in a class of its own. */
public final class TorchEngine implements Engine {
    private final TorchMemory memory;
    private final Precision precision;
    private final Elementwise numbers;
    private final ConvolutionOperations convolutions;
    private final MatrixOperations matrices;
    private final PoolingOperations pooling;
    private final NormalizationOperations normalization;
    private final ElementwiseOperations elementwise;
    private final ShapeOperations shapes;
    private final LossOperations losses;
    private final RegionOperations regions;
    private final SamplingOperations sampling;
    private final ResamplingOperations resampling;
    private final UpdateOperations updates;
    private final OwnOperators ownOperators;
    private boolean closed;

    private TorchEngine(
            TorchMemory memory, Precision precision, Function<TorchMemory, ? extends OwnOperators> ownOperators) {
        this.memory = memory;
        this.precision = precision;
        var arithmetic = new Arithmetic(precision);
        this.ownOperators = ownOperators.apply(memory);
        this.numbers = new Elementwise(memory);
        this.convolutions = new TorchConvolutions(new Convolutions(memory, arithmetic));
        this.matrices = new TorchMatrices(new Products(memory, arithmetic));
        this.pooling = new TorchPooling(new AveragePooling(memory), this.ownOperators);
        this.normalization = new TorchNormalization(new Normalization(memory), new LocalResponses(memory));
        this.elementwise = new TorchElementwise(numbers);
        this.shapes = new TorchShapes(numbers, new Concatenation(memory), new Rows(memory));
        this.losses = new TorchLosses(new Losses(memory));
        this.regions = new TorchRegions(this.ownOperators);
        this.sampling = new TorchSampling(this.ownOperators);
        this.resampling = new TorchResampling(memory);
        this.updates = new TorchUpdates(this.ownOperators);
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
        numbers.copy(own(source), own(target));
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
    public ConvolutionOperations convolutions() {
        return convolutions;
    }

    @Override
    public MatrixOperations matrices() {
        return matrices;
    }

    @Override
    public PoolingOperations pooling() {
        return pooling;
    }

    @Override
    public NormalizationOperations normalization() {
        return normalization;
    }

    @Override
    public ElementwiseOperations elementwise() {
        return elementwise;
    }

    @Override
    public ShapeOperations shapes() {
        return shapes;
    }

    @Override
    public LossOperations losses() {
        return losses;
    }

    @Override
    public RegionOperations regions() {
        return regions;
    }

    @Override
    public SamplingOperations sampling() {
        return sampling;
    }

    @Override
    public ResamplingOperations resampling() {
        return resampling;
    }

    @Override
    public UpdateOperations updates() {
        return updates;
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

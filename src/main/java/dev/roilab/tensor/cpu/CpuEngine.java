package dev.roilab.tensor.cpu;

import static dev.roilab.tensor.cpu.TensorMemory.own;

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
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The default engine, on the CPU. Each group of operations is in a class of its own. In bf16, feature maps and their
 * gradients are stored in 16 bits; the rows of linear layers, and everything else, in 32.
 */
public final class CpuEngine implements Engine {
    private final TensorMemory memory;
    private final Workers workers;
    private final Precision precision;
    private final OneDnn oneDnn;
    private final Casts casts;
    private final Convolutions convolutions;
    private final MatrixProducts matrices;
    private final PoolingOperators pooling;
    private final Normalization normalization;
    private final Elementwise elementwise;
    private final Reshaping shapes;
    private final Losses losses;
    private final RegionOperators regions;
    private final DeformableOperators sampling;
    private final ResamplingOperators resampling;
    private final Updates updates;
    private boolean closed;

    private CpuEngine(int threads, Precision precision, BufferPool pool) {
        this.precision = precision;
        memory = new TensorMemory(pool);
        workers = new Workers(threads);
        oneDnn = new OneDnn(threads, pool);
        casts = new Casts(oneDnn, memory);
        convolutions = new Convolutions(oneDnn, memory, casts, workers, precision);
        matrices = new MatrixProducts(oneDnn, memory, casts, workers, precision);
        pooling = new PoolingOperators(oneDnn, memory, workers);
        normalization = new Normalization(oneDnn, memory, casts, workers);
        elementwise = new Elementwise(oneDnn, memory, casts, workers);
        shapes = new Reshaping(workers, memory, casts);
        losses = new Losses(workers, memory, casts);
        regions = new RegionOperators(workers, memory, casts);
        sampling = new DeformableOperators(workers, memory, casts);
        resampling = new ResamplingOperators(workers, memory);
        updates = new Updates(workers, memory);
    }

    /** @param threads how many an operation may use, at least 1 */
    public static CpuEngine create(int threads) {
        return create(threads, Precision.F32);
    }

    /**
     * An engine of a precision.
     *
     * @param threads how many an operation may use, at least 1
     * @throws IllegalArgumentException if the processor lacks the precision
     */
    public static CpuEngine create(int threads, Precision precision) {
        return new CpuEngine(threads, InstructionSets.require(precision), new BufferPool(MemoryLimit.bytes()));
    }

    /** One for tests, in whose memory whatever nobody wrote is NaN, and which finds writes outside it. */
    static CpuEngine poisoned(int threads, Precision precision) {
        return new CpuEngine(threads, InstructionSets.require(precision), BufferPool.poisoned(MemoryLimit.bytes()));
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
            convolutions.close();
            oneDnn.close();
            workers.close();
        }
    }
}

package dev.roilab.tensor;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An engine that computes with another one and counts the multiply-adds of its convolutions and fully connected layers:
 * what papers call a network's operations (ResNet, arXiv:1512.03385, table 1). One addition a multiplication; biases,
 * activations, normalisation and pooling are not counted, and neither are gradients of parameters.
 */
public final class CountedEngine implements Engine {
    private final Engine engine;
    private final ConvolutionOperations convolutions;
    private final MatrixOperations matrices;
    private long multiplyAdds;

    /** Closes the other engine when it is closed. */
    public CountedEngine(Engine engine) {
        this.engine = engine;
        this.convolutions = new Convolutions(engine.convolutions());
        this.matrices = new Matrices(engine.matrices());
    }

    /** Since it was made. */
    public long multiplyAdds() {
        return multiplyAdds;
    }

    private final class Convolutions implements ConvolutionOperations {
        private final ConvolutionOperations counted;

        private Convolutions(ConvolutionOperations counted) {
            this.counted = counted;
        }

        @Override
        public Tensor convolution(
                Tensor input, Tensor weights, @Nullable Tensor bias, Convolution convolution, Activation activation) {
            Tensor output = counted.convolution(input, weights, bias, convolution, activation);
            count(output, weights);
            return output;
        }

        @Override
        public Tensor convolutionInputGradient(
                Tensor outputGradient, Tensor weights, Shape input, Convolution convolution) {
            count(outputGradient, weights);
            return counted.convolutionInputGradient(outputGradient, weights, input, convolution);
        }

        /** Each number of the output is a sum over one filter. */
        private void count(Tensor output, Tensor weights) {
            multiplyAdds += output.shape().elements()
                    * (weights.shape().elements() / weights.shape().size(0));
        }

        @Override
        public ParameterGradients convolutionParameterGradients(
                Tensor input, Tensor outputGradient, Shape weights, Convolution convolution, boolean withBias) {
            return counted.convolutionParameterGradients(input, outputGradient, weights, convolution, withBias);
        }
    }

    private final class Matrices implements MatrixOperations {
        private final MatrixOperations counted;

        private Matrices(MatrixOperations counted) {
            this.counted = counted;
        }

        @Override
        public Tensor linear(Tensor input, Tensor weights, @Nullable Tensor bias, Activation activation) {
            multiplyAdds += input.shape().elements() * weights.shape().size(0);
            return counted.linear(input, weights, bias, activation);
        }

        @Override
        public Tensor linearInputGradient(Tensor outputGradient, Tensor weights) {
            multiplyAdds += outputGradient.shape().elements() * weights.shape().size(1);
            return counted.linearInputGradient(outputGradient, weights);
        }

        @Override
        public ParameterGradients linearParameterGradients(Tensor input, Tensor outputGradient, boolean withBias) {
            return counted.linearParameterGradients(input, outputGradient, withBias);
        }

        @Override
        public Tensor matmul(Tensor a, boolean transposeA, Tensor b, boolean transposeB) {
            multiplyAdds += a.shape().elements() * b.shape().size(transposeB ? 0 : 1);
            return counted.matmul(a, transposeA, b, transposeB);
        }
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
    public String name() {
        return engine.name();
    }

    @Override
    public Precision precision() {
        return engine.precision();
    }

    @Override
    public Scope openScope() {
        return engine.openScope();
    }

    @Override
    public Tensor tensor(INDArray array) {
        return engine.tensor(array);
    }

    @Override
    public Tensor tensor(float[] values, Shape shape) {
        return engine.tensor(values, shape);
    }

    @Override
    public Tensor zeros(Shape shape) {
        return engine.zeros(shape);
    }

    @Override
    public void copy(Tensor source, Tensor target) {
        engine.copy(source, target);
    }

    @Override
    public MemoryUse memory() {
        return engine.memory();
    }

    @Override
    public void synchronize() {
        engine.synchronize();
    }

    @Override
    public PoolingOperations pooling() {
        return engine.pooling();
    }

    @Override
    public NormalizationOperations normalization() {
        return engine.normalization();
    }

    @Override
    public ElementwiseOperations elementwise() {
        return engine.elementwise();
    }

    @Override
    public ShapeOperations shapes() {
        return engine.shapes();
    }

    @Override
    public LossOperations losses() {
        return engine.losses();
    }

    @Override
    public RegionOperations regions() {
        return engine.regions();
    }

    @Override
    public SamplingOperations sampling() {
        return engine.sampling();
    }

    @Override
    public ResamplingOperations resampling() {
        return engine.resampling();
    }

    @Override
    public UpdateOperations updates() {
        return engine.updates();
    }

    @Override
    public void close() {
        engine.close();
    }
}

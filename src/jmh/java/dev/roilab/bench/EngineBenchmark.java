package dev.roilab.bench;

import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Precision;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import dev.roilab.tensor.cpu.CpuEngine;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Kernels of the CPU engine; their inputs are made before the clock starts, in the precision that layers leave. */
@SuppressWarnings("NullAway.Init") // JMH opens before it measures
public abstract class EngineBenchmark extends KernelBenchmark {
    @Param("1")
    public int threads;

    private Engine engine;

    /** What the engine is to compute in. */
    Precision wanted() {
        return Precision.F32;
    }

    /** Makes the inputs. */
    abstract void prepare();

    @Setup
    public final void open() {
        engine = CpuEngine.create(threads, wanted());
        if (engine.precision() != wanted()) {
            throw new IllegalStateException("this processor has no " + wanted() + "; run with -p precision=F32");
        }
        prepare();
    }

    @TearDown
    public final void close() {
        engine.close();
    }

    final Engine engine() {
        return engine;
    }

    /** Numbers in [0, 1), 32 bits each. */
    final Tensor uniform(Shape shape) {
        var random = new SplittableRandom(1);
        float[] values = new float[Math.toIntExact(shape.elements())];
        for (int index = 0; index < values.length; index++) {
            values[index] = (float) random.nextDouble();
        }
        return engine.tensor(values, shape);
    }

    /** A feature map as a layer leaves it: a 1 x 1 convolution copies numbers in [0, 1) into the engine's precision. */
    final Tensor map(Shape shape) {
        int channels = shape.size(1);
        float[] identity = new float[channels * channels];
        for (int channel = 0; channel < channels; channel++) {
            identity[channel * channels + channel] = 1;
        }
        Tensor weights = engine.tensor(identity, Shape.of(channels, channels, 1, 1));
        return engine.convolutions().convolution(uniform(shape), weights, null, Convolution.of(1, 0), Activation.NONE);
    }

    /** From a text such as 1x64x150x200. */
    static Shape shape(String text) {
        return Shape.of(
                Arrays.stream(text.split("x", -1)).mapToInt(Integer::parseInt).toArray());
    }
}

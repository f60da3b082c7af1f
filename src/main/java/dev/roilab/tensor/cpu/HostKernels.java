package dev.roilab.tensor.cpu;

import dev.roilab.tensor.BilinearSampling;
import dev.roilab.tensor.BilinearSampling.Aggregation;
import dev.roilab.tensor.Precision;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * This engine's own kernels over memory of any owner on the host, for engines without kernels of their own. Maps are
 * f32 [N, H, W, C], values of regions f32 [R, PH, PW, C]; the switches of a maximum over points are 32-bit integers of
 * the same shape.
 */
public final class HostKernels implements AutoCloseable {
    private final Workers workers;

    /** @param threads that an operation may use */
    public HostKernels(int threads) {
        workers = new Workers(threads);
    }

    /** Bytes that RoIPool's switches need, each. */
    public static int bytesASwitch(RegionCall call) {
        return CellIndices.bytes(call.cells());
    }

    /** RoIPool; writes {@code values} and {@code switches}, which are of {@link #bytesASwitch}, or null. */
    public void pool(RegionCall call, MemorySegment features, MemorySegment values, @Nullable MemorySegment switches) {
        call.requireImages();
        RoiPoolKernel.forward(workers, call, floats(features), floats(values), switches);
    }

    /** Writes {@code featureGradient}. */
    public void poolGradient(
            RegionCall call, MemorySegment outputGradient, MemorySegment switches, MemorySegment featureGradient) {
        call.requireImages();
        RoiPoolGradientKernel.run(workers, call, outputGradient, switches, featureGradient);
    }

    /** RoIAlign and RoIWarp; writes {@code values} and, where the aggregation is a maximum, {@code switches}. */
    public void sample(
            RegionCall call,
            BilinearSampling sampling,
            MemorySegment features,
            MemorySegment values,
            @Nullable MemorySegment switches) {
        call.requireImages();
        if (switches == null) {
            RoiSampleKernel.forward(workers, call, requireMean(sampling), floats(features), floats(values));
        } else {
            new RoiSampleMaximum(call, sampling).forward(workers, floats(features), floats(values), switches);
        }
    }

    /** Writes {@code featureGradient}. */
    public void sampleGradient(
            RegionCall call,
            BilinearSampling sampling,
            MemorySegment outputGradient,
            @Nullable MemorySegment switches,
            MemorySegment featureGradient) {
        call.requireImages();
        if (switches == null) {
            RoiSampleKernel.gradient(workers, call, requireMean(sampling), outputGradient, featureGradient);
        } else {
            new RoiSampleMaximum(call, sampling).gradient(workers, outputGradient, switches, featureGradient);
        }
    }

    /**
     * Max-unpooling; writes {@code map}.
     *
     * @param values f32 [N, OH, OW, C]
     * @param switches [N, OH, OW, C] of 64 bits: each winner's cell on the map with its padding around it, row by row
     */
    public void maxUnpool(PoolingCall call, MemorySegment values, MemorySegment switches, MemorySegment map) {
        unpooling(call, switches).forward(workers, floats(values), floats(map));
    }

    /** Writes {@code gradient}, of the values. */
    public void maxUnpoolGradient(
            PoolingCall call, MemorySegment outputGradient, MemorySegment switches, MemorySegment gradient) {
        unpooling(call, switches).gradient(workers, floats(outputGradient), floats(gradient));
    }

    private static MaxUnpoolKernel unpooling(PoolingCall call, MemorySegment switches) {
        return new MaxUnpoolKernel(call, new PoolingSwitches(call, switches, Long.BYTES));
    }

    /** Deformable sampling; writes {@code columns} [N, OH, OW, taps * C]. */
    public void deformableSample(DeformableCall call, MemorySegment input, MemorySegment columns) {
        DeformableKernel.forward(workers, call, floats(input), floats(columns));
    }

    /** Writes {@code inputGradient}. */
    public void deformableInputGradient(
            DeformableCall call, MemorySegment outputGradient, MemorySegment inputGradient) {
        DeformableInputGradient.run(workers, call, outputGradient, inputGradient);
    }

    /** Writes {@code offsetGradient} and, where there is a mask, {@code maskGradient}. */
    public void deformableOffsetGradients(
            DeformableCall call,
            MemorySegment input,
            MemorySegment outputGradient,
            MemorySegment offsetGradient,
            @Nullable MemorySegment maskGradient) {
        DeformableKernel.offsetGradients(workers, call, floats(input), outputGradient, offsetGradient, maskGradient);
    }

    private static Numbers floats(MemorySegment memory) {
        return new Numbers(memory, Precision.F32);
    }

    private static BilinearSampling requireMean(BilinearSampling sampling) {
        if (sampling.aggregation() != Aggregation.MEAN) {
            throw new IllegalArgumentException("a maximum over a region's points needs switches");
        }
        return sampling;
    }

    @Override
    public void close() {
        workers.close();
    }
}

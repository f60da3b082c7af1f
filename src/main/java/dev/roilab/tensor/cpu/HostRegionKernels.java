package dev.roilab.tensor.cpu;

import dev.roilab.tensor.BilinearSampling;
import dev.roilab.tensor.BilinearSampling.Aggregation;
import dev.roilab.tensor.Precision;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The region operators over memory of any owner on the host, for engines without kernels of their own. Maps are f32 [N,
 * H, W, C], values f32 [R, PH, PW, C]; the switches of a maximum over points are 32-bit integers of the same shape.
 */
public final class HostRegionKernels implements AutoCloseable {
    private final Workers workers;

    /** @param threads that an operation may use */
    public HostRegionKernels(int threads) {
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

package dev.roilab.bench;

import dev.roilab.tensor.Precision;
import java.util.Map;
import org.openjdk.jmh.annotations.Param;

/** Kernels of the engine that compute in, or read and write, either precision. */
@SuppressWarnings("NullAway.Init") // JMH sets parameters before it measures
public abstract class PreciseBenchmark extends EngineBenchmark {
    @Param({"F32", "BF16"})
    public Precision precision;

    @Override
    final Precision wanted() {
        return precision;
    }

    /** Bytes of a number of a feature map. */
    static int bytes(Map<String, String> parameters) {
        return Precision.valueOf(parameter(parameters, "precision")).bytes();
    }
}

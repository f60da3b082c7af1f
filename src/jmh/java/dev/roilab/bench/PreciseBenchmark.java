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

    /** What the methods of a layer with parameters compute: ends the layer's name. */
    static String pass(String kernel) {
        return switch (kernel) {
            case "forward" -> "";
            case "inputGradient" -> ", gradient of its input";
            case "parameterGradients" -> ", gradients of its weights and bias";
            default -> throw unknown(kernel);
        };
    }

    /** Bytes of a number of a feature map. */
    static int bytes(Map<String, String> parameters) {
        return Precision.valueOf(parameter(parameters, "precision")).bytes();
    }
}

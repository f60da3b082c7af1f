package dev.roilab.detect;

import dev.roilab.autograd.Parameter;
import dev.roilab.measure.Better;
import dev.roilab.measure.MeasureInfo;
import dev.roilab.measure.MeasureUnit;
import dev.roilab.measure.Prominence;
import dev.roilab.nn.BatchNorm2d;
import dev.roilab.task.Evaluation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * What a system's networks cost whatever machine they run on, so that accuracy can be set against it.
 *
 * @param parameters learned numbers, running statistics not counted
 * @param multiplyAdds mean over the test images
 */
public record NetworkCost(long parameters, double multiplyAdds) {
    private static final MeasureInfo PARAMETERS = new MeasureInfo(
                    "network_parameters",
                    "parameters",
                    "number of parameters",
                    MeasureUnit.COUNT,
                    Better.LOWER,
                    Prominence.ASKED,
                    "Parameters: all numbers that training decides, without running statistics.")
            .exactly(true);

    private static final MeasureInfo MULTIPLY_ADDS = new MeasureInfo(
            "multiply_adds",
            "multiply-adds an image",
            "number of multiply-adds",
            MeasureUnit.COUNT,
            Better.LOWER,
            Prominence.ASKED,
            "Multiply-adds: of convolutions and fully connected layers, mean over the test images.");

    /** Those that every trial has. */
    public static List<MeasureInfo> measures() {
        return List.of(PARAMETERS, MULTIPLY_ADDS);
    }

    /** @param weights of a system, parameters and statistics */
    public static NetworkCost of(List<Parameter> weights, double multiplyAdds) {
        long parameters = Parameter.distinct(weights).stream()
                .filter(parameter -> !BatchNorm2d.isStatistic(parameter))
                .mapToLong(parameter -> parameter.shape().elements())
                .sum();
        return new NetworkCost(parameters, multiplyAdds);
    }

    /** As a part of a trial's. */
    public Evaluation evaluation() {
        SequencedMap<String, Double> metrics = new LinkedHashMap<>();
        metrics.put(PARAMETERS.name(), (double) parameters);
        metrics.put(MULTIPLY_ADDS.name(), (double) Math.round(multiplyAdds));
        return Evaluation.of(metrics);
    }
}

package dev.roilab.compress;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * What truncation did to a network.
 *
 * @param layers the hidden layers, in order
 * @param parametersBefore of the whole network
 * @param parametersAfter of the whole network
 * @param fileBytesBefore of its weights as a safetensors file
 * @param fileBytesAfter of its weights as a safetensors file
 */
public record CompressionSummary(
        List<CompressedLayer> layers,
        long parametersBefore,
        long parametersAfter,
        long fileBytesBefore,
        long fileBytesAfter) {
    public CompressionSummary {
        layers = List.copyOf(layers);
    }

    /**
     * The same as parts in [0, 1]: {@code energy_fc6} (of the squared singular values, kept), and of what there was
     * before {@code fc_parameters}, {@code fc_operations}, {@code parameters}, {@code file_size}.
     */
    public SequencedMap<String, Double> metrics() {
        SequencedMap<String, Double> metrics = new LinkedHashMap<>();
        layers.forEach(layer -> metrics.put("energy_" + layer.layer().name(), layer.energyKept()));
        metrics.put(
                "fc_parameters",
                part(
                        layers.stream()
                                .mapToLong(CompressedLayer::parametersAfter)
                                .sum(),
                        layers.stream()
                                .mapToLong(CompressedLayer::parametersBefore)
                                .sum()));
        metrics.put(
                "fc_operations",
                part(
                        layers.stream()
                                .mapToLong(CompressedLayer::operationsAfter)
                                .sum(),
                        layers.stream()
                                .mapToLong(CompressedLayer::operationsBefore)
                                .sum()));
        metrics.put("parameters", part(parametersAfter, parametersBefore));
        metrics.put("file_size", part(fileBytesAfter, fileBytesBefore));
        return metrics;
    }

    /** The names of {@link #metrics} for hidden layers of these names. */
    public static List<String> names(List<String> layers) {
        return Stream.concat(
                        layers.stream().map(layer -> "energy_" + layer),
                        Stream.of("fc_parameters", "fc_operations", "parameters", "file_size"))
                .toList();
    }

    private static double part(long after, long before) {
        return (double) after / before;
    }
}

package dev.roilab.compress;

import dev.roilab.measure.Better;
import dev.roilab.measure.MeasureInfo;
import dev.roilab.measure.MeasureUnit;
import dev.roilab.measure.Prominence;
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
    /** The name of its file beside a result. */
    public static final String FILE = "compression.json";

    private static final String ENERGY = "energy_";

    private static final MeasureInfo FC_PARAMETERS =
            kept("fc_parameters", "% of fc parameters left", "share of fc parameters left", MeasureUnit.PERCENT);
    private static final MeasureInfo FC_OPERATIONS =
            kept("fc_operations", "fc operations", "share of fc operations left", MeasureUnit.PERCENT);
    private static final MeasureInfo PARAMETERS =
            kept("parameters", "parameters", "share of parameters left", MeasureUnit.PERCENT);

    /** May grow: a truncated layer has two names in its file in place of one. */
    private static final MeasureInfo FILE_SIZE =
            kept("file_size", "% of the file left", "share of the file left", MeasureUnit.PERCENT_OF_BEFORE);

    public CompressionSummary {
        layers = List.copyOf(layers);
    }

    /**
     * The same as parts in [0, 1]: {@code energy_fc6} (of the squared singular values, kept), and of what there was
     * before {@code fc_parameters}, {@code fc_operations}, {@code parameters}, {@code file_size}.
     */
    public SequencedMap<String, Double> metrics() {
        SequencedMap<String, Double> metrics = new LinkedHashMap<>();
        layers.forEach(layer -> metrics.put(energy(layer.layer().name()).name(), layer.energyKept()));
        metrics.put(
                FC_PARAMETERS.name(),
                part(
                        layers.stream()
                                .mapToLong(CompressedLayer::parametersAfter)
                                .sum(),
                        layers.stream()
                                .mapToLong(CompressedLayer::parametersBefore)
                                .sum()));
        metrics.put(
                FC_OPERATIONS.name(),
                part(
                        layers.stream()
                                .mapToLong(CompressedLayer::operationsAfter)
                                .sum(),
                        layers.stream()
                                .mapToLong(CompressedLayer::operationsBefore)
                                .sum()));
        metrics.put(PARAMETERS.name(), part(parametersAfter, parametersBefore));
        metrics.put(FILE_SIZE.name(), part(fileBytesAfter, fileBytesBefore));
        return metrics;
    }

    /** What {@link #metrics} can have for hidden layers of these names. */
    public static List<MeasureInfo> measures(List<String> layers) {
        return measures(layers, false);
    }

    /** @param ranked whether the ranks are given, so that no weight decides the sizes */
    public static List<MeasureInfo> measures(List<String> layers, boolean ranked) {
        return Stream.concat(
                        layers.stream().map(CompressionSummary::energy),
                        Stream.of(FC_PARAMETERS, FC_OPERATIONS, PARAMETERS, FILE_SIZE)
                                .map(size -> size.exactly(ranked)))
                .toList();
    }

    /** What a hidden layer keeps of its energy, the sum of its squared singular values. */
    public static MeasureInfo energy(String layer) {
        return kept(ENERGY + layer, "% of " + layer + "'s energy kept", "energy kept of " + layer, MeasureUnit.PERCENT);
    }

    /** Whether a measure of this name is the energy that some layer keeps. */
    public static boolean isEnergy(String name) {
        return name.startsWith(ENERGY);
    }

    /** The hidden layer whose energy a measure of this name is. */
    public static String layer(String name) {
        return name.substring(ENERGY.length());
    }

    private static MeasureInfo kept(String name, String heading, String noun, MeasureUnit unit) {
        return new MeasureInfo(name, heading, noun, unit, Better.NEITHER, Prominence.DETAIL, "");
    }

    private static double part(long after, long before) {
        return (double) after / before;
    }
}

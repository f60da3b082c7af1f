package dev.roilab.report.table;

import dev.roilab.claim.Arm;
import dev.roilab.claim.Measure;
import dev.roilab.claim.Numbers;
import dev.roilab.compress.CompressedLayer;
import dev.roilab.compress.CompressionSummary;
import dev.roilab.compress.LayerSize;
import dev.roilab.report.document.Block;
import dev.roilab.report.document.Text;
import dev.roilab.result.StudyResults;
import dev.roilab.result.TrialCompression;
import dev.roilab.result.TrialResult;
import dev.roilab.statistics.MarchenkoPastur;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The energy that truncated layers keep beside what a random matrix of their shape keeps at the same rank. Where the
 * two agree, the layer's spectrum is that of its random start, and truncation throws away what was learned with the
 * noise.
 */
public final class NoiseEnergy {
    /** Energies no further apart than this agree. */
    private static final double AGREEMENT = 0.02;

    private final Map<String, List<CompressedLayer>> byTrial = new LinkedHashMap<>();

    /** Of the truncated layers of a study's trials. */
    public NoiseEnergy(StudyResults results) {
        for (TrialResult trial : results.trials()) {
            if (Arm.isFinished(trial) && trial.metrics().keySet().stream().anyMatch(CompressionSummary::isEnergy)) {
                TrialCompression.read(results.folder().resolve(trial.trial()))
                        .ifPresent(summary -> byTrial.put(trial.trial(), summary.layers()));
            }
        }
    }

    /**
     * In the unit that is printed, of a measure such as {@code energy_fc6}; empty of other measures and whole layers.
     */
    OptionalDouble random(Measure measure, List<TrialResult> trials) {
        return trials.stream()
                .flatMap(trial -> byTrial.getOrDefault(trial.trial(), List.of()).stream())
                .filter(layer -> layer.rank() > 0
                        && measure.info()
                                .equals(CompressionSummary.energy(layer.layer().name())))
                .mapToDouble(layer -> measure.printed(random(layer)))
                .average();
    }

    /** One paragraph a layer that agrees with chance at every rank; empty if none does. */
    public List<Block> blocks() {
        Map<LayerSize, Map<Integer, List<Double>>> kept = new LinkedHashMap<>();
        for (List<CompressedLayer> layers : byTrial.values()) {
            for (CompressedLayer layer : layers) {
                if (layer.rank() > 0) {
                    kept.computeIfAbsent(layer.layer(), _ -> new TreeMap<>())
                            .computeIfAbsent(layer.rank(), _ -> new ArrayList<>())
                            .add(layer.energyKept());
                }
            }
        }
        List<Block> blocks = new ArrayList<>();
        kept.forEach((layer, ranks) -> {
            if (ranks.entrySet().stream()
                    .allMatch(rank -> mean(rank.getValue()) - random(layer, rank.getKey()) <= AGREEMENT)) {
                blocks.add(new Block.Paragraph(paragraph(layer, ranks)));
            }
        });
        return List.copyOf(blocks);
    }

    private static Text paragraph(LayerSize layer, Map<Integer, List<Double>> ranks) {
        String kept = percents(ranks.values().stream().map(NoiseEnergy::mean).toList());
        String chance = percents(
                ranks.keySet().stream().map(rank -> random(layer, rank)).toList());
        String at = ranks.keySet().stream().map(String::valueOf).collect(Collectors.joining(", "));
        return Text.bold(layer.name() + " keeps its random start.")
                .plus(" At rank " + at + " it keeps " + kept
                        + " % of its energy, the sum of squared singular values; a "
                        + "random matrix of its shape, " + layer.outputs() + " x " + layer.inputs() + ", keeps "
                        + chance
                        + " % (Marchenko and Pastur, 1967). Training has not shaped the spectrum, so truncation "
                        + "throws away what was learned together with the noise: the times are evidence of what "
                        + "truncation does, the accuracies are not.");
    }

    private static String percents(List<Double> shares) {
        return shares.stream().map(share -> Numbers.fixed(100 * share, 1)).collect(Collectors.joining(", "));
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(value -> value).average().orElse(Double.NaN);
    }

    private static double random(CompressedLayer layer) {
        return random(layer.layer(), layer.rank());
    }

    private static double random(LayerSize layer, int rank) {
        return MarchenkoPastur.energyKept(layer.outputs(), layer.inputs(), rank);
    }
}

package dev.roilab.result;

import dev.roilab.compress.CompressionSummary;
import dev.roilab.eval.DetectionMeasures;
import dev.roilab.measure.MeasureInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What results measured that do not declare it: those of versions before declarations, when there was no task but
 * detection. The only place that takes a measure's meaning from the program in place of the result; whoever reads
 * results is given declarations either way.
 */
final class FormerMeasures {
    private FormerMeasures() {}

    /** @param metrics names of a result's numbers, or of several results' */
    static List<MeasureInfo> of(Collection<String> metrics) {
        List<MeasureInfo> measures = new ArrayList<>(DetectionMeasures.all());
        List<String> layers = metrics.stream()
                .filter(CompressionSummary::isEnergy)
                .map(CompressionSummary::layer)
                .distinct()
                .toList();
        CompressionSummary.measures(layers).stream()
                .filter(info -> metrics.contains(info.name()))
                .forEach(measures::add);
        return measures;
    }
}

package dev.roilab.experiment;

import dev.roilab.compress.CompressionSummary;
import dev.roilab.detect.ModelSettings;
import dev.roilab.eval.DetectionMetrics;
import dev.roilab.timing.StageTimer;
import dev.roilab.yaml.Suggestions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The names of all numbers that a trial of given settings can have: what claims, tables and plots may ask for. A number
 * that a system gains is declared here.
 */
public final class MetricNames {
    private static final String MILLISECONDS = "_ms";

    /** Of every trial, whatever its system. */
    private static final List<String> GENERAL =
            List.of("diverged", "train_seconds", "total_ms", "total_without_proposals_ms");

    private static final List<String> DECODING = List.of("decode", "resize", "copies", "backbone");
    private static final List<String> ENDING = List.of("box_decoding", "nms", StageTimer.UNACCOUNTED);

    /** What depends on the system and on how many hidden layers it has. */
    private static final Pattern SOME = Pattern.compile(
            "(proposals|windows|decode|resize|warp|copies|backbone|roi|fc\\d+|outputs|svms|box_regression|box_decoding|nms|"
                    + StageTimer.UNACCOUNTED + ")_ms|energy_fc\\d+|fc_parameters|fc_operations|parameters|file_size");

    private MetricNames() {}

    /** Names of a trial's numbers, the most used ones first. */
    public static Set<String> of(TrialSettings settings) {
        Set<String> names = new LinkedHashSet<>(DetectionMetrics.names());
        names.addAll(GENERAL);
        stages(settings.model()).forEach(stage -> names.add(stage + MILLISECONDS));
        if (settings.model() instanceof ModelSettings.FastRcnn model
                && model.head().svd().isPresent()) {
            names.addAll(CompressionSummary.names(model.head().names()));
        }
        return names;
    }

    /** Names of any trial's numbers. */
    static Set<String> of(Collection<Trial> trials) {
        Set<String> names = new LinkedHashSet<>();
        trials.stream().map(Trial::settings).distinct().forEach(settings -> names.addAll(of(settings)));
        return names;
    }

    /** Names of the numbers that trials of every system have. */
    static List<String> general() {
        return Stream.concat(DetectionMetrics.names().stream(), GENERAL.stream())
                .toList();
    }

    /** Whether a trial of some system can have a number of this name. */
    static boolean isKnown(String name) {
        return general().contains(name) || SOME.matcher(name).matches();
    }

    /** The stages of a test, without the proposals' own name for what is outside of it. */
    static Set<String> stages(ModelSettings model) {
        Set<String> stages = new LinkedHashSet<>();
        if (!(model instanceof ModelSettings.SlidingWindow)) {
            stages.add("proposals");
        }
        stages.addAll(DECODING);
        stages.addAll(model.head().names());
        stages.addAll(
                switch (model) {
                    case ModelSettings.FastRcnn fastRcnn ->
                        fastRcnn.svm().isPresent() ? List.of("roi", "outputs", "svms") : List.of("roi", "outputs");
                    case ModelSettings.Rcnn _ -> List.of("warp", "svms", "box_regression");
                    case ModelSettings.SppNet _ -> List.of("roi", "svms", "box_regression");
                    case ModelSettings.SlidingWindow _ -> List.of("windows", "warp", "outputs");
                });
        stages.addAll(ENDING);
        return stages;
    }

    /** Says that no trial has a number of this name, what may have been meant, and what there is. */
    static String unknown(String typed, Collection<String> known) {
        String text = Suggestions.unknown("metric", typed, known);
        if (text.contains(";")) {
            return text;
        }
        List<String> plain = new ArrayList<>();
        List<String> timed = new ArrayList<>();
        known.forEach(name -> (name.endsWith(MILLISECONDS) ? timed : plain).add(name));
        return text + "; known: "
                + String.join(
                        ", ", Stream.concat(plain.stream(), timed.stream()).toList());
    }
}

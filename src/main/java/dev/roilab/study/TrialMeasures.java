package dev.roilab.study;

import dev.roilab.detect.DetectorStages;
import dev.roilab.detect.NetworkCost;
import dev.roilab.measure.MeasureInfo;
import dev.roilab.measure.Measures;
import dev.roilab.model.Recipes;
import dev.roilab.yaml.Suggestions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All numbers that trials can have: what their task and system declare, and what the harness itself measures. */
public final class TrialMeasures {
    /** A study may have more. */
    private static final List<String> HIDDEN_LAYERS = DetectorStages.PAPERS_LAYERS;

    private static final String ANY_HIDDEN_LAYER = "fc[0-9]+";

    private static final Measures CATALOGUE = Measures.together(Stream.of(
                    Recipes.tasks().stream()
                            .flatMap(task -> Measures.ofTask(task.name(), task.measures()).all().stream()),
                    NetworkCost.measures().stream(),
                    HarnessMeasures.ofEveryTrial().stream(),
                    HarnessMeasures.ofStages(SystemStages.ofAny()).stream(),
                    Recipes.all().stream()
                            .flatMap(recipe -> recipe.everyMeasure().stream())
                            .distinct())
            .flatMap(measures -> measures));

    private TrialMeasures() {}

    /** What trials of some settings can be asked for. */
    static Measures of(TrialSettings settings) {
        return Measures.ofTask(Recipes.of(settings.model()).task().name(), ofResult(settings))
                .and(HarnessMeasures.ofEveryTrial())
                .and(HarnessMeasures.ofStages(SystemStages.of(settings.model())));
    }

    /** What task and system measure: the metrics of a result. */
    public static List<MeasureInfo> ofResult(TrialSettings settings) {
        var recipe = Recipes.of(settings.model());
        List<MeasureInfo> measures =
                new ArrayList<>(recipe.task(settings.model()).measures());
        measures.addAll(recipe.measures(settings.model()));
        measures.addAll(NetworkCost.measures());
        return measures;
    }

    /** What any of some trials can be asked for. */
    static Measures ofAny(Collection<Trial> trials, Function<TrialSettings, Measures> declared) {
        return Measures.together(trials.stream()
                .map(Trial::settings)
                .distinct()
                .flatMap(settings -> declared.apply(settings).all().stream()));
    }

    /** What there is at all, with the hidden layers of the papers' networks; {@link #isKnown} knows the others too. */
    public static Measures catalogue() {
        return CATALOGUE;
    }

    /** Whether a trial of some system can have a number of this name. */
    static boolean isKnown(String name) {
        String listed = name.replaceAll(ANY_HIDDEN_LAYER, HIDDEN_LAYERS.getFirst());
        return CATALOGUE.find(listed).isPresent();
    }

    /** Of the names of a hidden layer's numbers, listed or not. */
    public static String patternOfLayers() {
        Pattern layer = Pattern.compile("(?<![a-z0-9])" + HIDDEN_LAYERS.getFirst() + "(?![0-9])");
        return CATALOGUE.names().stream()
                .filter(layer.asPredicate())
                .map(name -> layer.matcher(name).replaceAll(ANY_HIDDEN_LAYER))
                .collect(Collectors.joining("|", "^(", ")$"));
    }

    /** Says that no trial has a number of this name, what may have been meant, and what there is. */
    static String unknown(String typed, Measures measures) {
        Set<String> known = measures.names();
        String text = Suggestions.unknown("metric", typed, known);
        if (text.contains(";")) {
            return text;
        }
        Stream<String> plain = known.stream().filter(name -> !name.endsWith(HarnessMeasures.MILLISECONDS));
        Stream<String> timed = known.stream().filter(name -> name.endsWith(HarnessMeasures.MILLISECONDS));
        return text + "; known: "
                + String.join(", ", Stream.concat(plain, timed).toList());
    }
}

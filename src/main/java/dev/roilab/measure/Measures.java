package dev.roilab.measure;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Declared measures, each once, in the order of their columns. */
public final class Measures {
    private final Map<String, MeasureInfo> byName = new LinkedHashMap<>();

    private Measures() {}

    /**
     * Measures that are declared together.
     *
     * @throws IllegalArgumentException if one is declared twice, or two are the headline
     */
    public static Measures of(Collection<MeasureInfo> declared) {
        var measures = new Measures();
        for (MeasureInfo info : declared) {
            MeasureInfo twin = measures.byName.put(info.name(), info);
            if (twin != null) {
                throw new IllegalArgumentException(
                        "measure '%s' is declared twice, as '%s' and as '%s'; give one of them"
                                        .formatted(info.name(), twin.heading(), info.heading())
                                + " another name");
            }
        }
        List<String> headlines = declared.stream()
                .filter(info -> info.prominence() == Prominence.HEADLINE)
                .map(MeasureInfo::name)
                .toList();
        if (headlines.size() > 1) {
            throw new IllegalArgumentException("arms are compared by one headline, but these measures are declared so: "
                    + String.join(", ", headlines));
        }
        return measures;
    }

    /**
     * What a task measures.
     *
     * @param task its name, for messages
     * @throws IllegalArgumentException if that is nothing, if one is declared twice, or two are the headline
     */
    public static Measures ofTask(String task, Collection<MeasureInfo> declared) {
        if (declared.isEmpty()) {
            throw new IllegalArgumentException(
                    "task '%s' declares no measure: there would be nothing to report and nothing to claim"
                            .formatted(task));
        }
        try {
            return of(declared);
        } catch (IllegalArgumentException problem) {
            throw new IllegalArgumentException("task '%s': %s".formatted(task, problem.getMessage()), problem);
        }
    }

    /**
     * Declarations of several results, of which each has its own; of texts the first one counts, exact is what all call
     * so, and a share of what was found what any does: older ones did not say it.
     *
     * @throws IllegalArgumentException if two declare a measure in units or directions that differ: numbers of both
     *     cannot stand in one column
     */
    public static Measures together(Stream<MeasureInfo> declared) {
        var measures = new Measures();
        for (MeasureInfo info : declared.collect(Collectors.toCollection(LinkedHashSet::new))) {
            MeasureInfo first = measures.byName.putIfAbsent(info.name(), info);
            if (first != null && !first.agreesWith(info)) {
                throw new IllegalArgumentException(
                        "measure '%s' is declared in %s by some results and in %s by others, which cannot be compared; "
                                        .formatted(info.name(), first.kind(), info.kind())
                                + "run the older ones again");
            }
            if (first != null) {
                measures.byName.put(
                        info.name(),
                        first.exactly(first.exact() && info.exact())
                                .amongFindings(first.ofFindings() || info.ofFindings()));
            }
        }
        return measures;
    }

    /** These and others. */
    public Measures and(Collection<MeasureInfo> others) {
        return of(Stream.concat(all().stream(), others.stream()).toList());
    }

    public Optional<MeasureInfo> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** In the order of declaration. */
    public List<MeasureInfo> all() {
        return List.copyOf(byName.values());
    }

    /** The most prominent first, otherwise in the order of declaration. */
    public List<MeasureInfo> byProminence() {
        return byName.values().stream()
                .sorted(Comparator.comparing(MeasureInfo::prominence))
                .toList();
    }

    /** The most prominent first. */
    public Set<String> names() {
        return byProminence().stream().map(MeasureInfo::name).collect(Collectors.toCollection(LinkedHashSet::new));
    }
}

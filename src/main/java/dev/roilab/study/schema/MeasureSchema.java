package dev.roilab.study.schema;

import dev.roilab.measure.MeasureInfo;
import dev.roilab.model.Recipes;
import dev.roilab.study.ReportSettings.PlotSettings;
import dev.roilab.study.TrialMeasures;
import dev.roilab.task.CurveInfo;
import dev.roilab.task.DeclaredCurves;
import dev.roilab.task.DeclaredShares;
import dev.roilab.task.Shares;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a study may ask for where it names measures, for its JSON Schema and for the page about its keys. */
final class MeasureSchema {
    private MeasureSchema() {}

    /** Puts what is declared in place of any word and any number, in the {@code report} block of a study's schema. */
    static void addTo(Map<String, Object> properties) {
        Map<String, Object> report = child(firstOf(properties, "report"), "properties");
        Map<String, Object> tables = items(report, "tables");
        tables.computeIfPresent(
                "values", (_, _) -> StudySchema.map("type", "array", "items", measure(shares().names())));
        Map<String, Object> plots = items(report, "plots");
        plots.computeIfPresent("value", (_, _) -> measure(List.of()));
        plots.computeIfPresent("iou", (_, _) -> StudySchema.map("enum", overlaps()));
        plots.computeIfPresent("name", (_, _) -> StudySchema.map("enum", names()));
    }

    /** Of curves, and of wholes that are drawn with their parts. */
    private static List<String> names() {
        return Stream.concat(curves().names().stream(), shares().names().stream())
                .toList();
    }

    /** The names that editors offer, and those of further hidden layers. */
    private static Map<String, Object> measure(List<String> more) {
        List<String> names = new ArrayList<>(TrialMeasures.catalogue().names());
        names.addAll(more);
        Map<String, Object> listed = StudySchema.map("enum", names);
        Map<String, Object> further = StudySchema.map("type", "string", "pattern", TrialMeasures.patternOfLayers());
        return StudySchema.map("anyOf", List.of(listed, further));
    }

    /** A section of the page about the keys. */
    static String markdown() {
        var page = new StringBuilder("""

                ## What is measured

                Claims, `report.tables` and `dots` name these. Whatever has hidden layers has a time, and where they are
                truncated an energy, of each: `fc8_ms`, `energy_fc8`, ... A difference of shares is in points. Curves of
                precision over recall are kept at IoU %s.

                | name | heading | unit | better | convention |
                |---|---|---|---|---|
                """.formatted(String.join(
                " and ", overlaps().stream().map(String::valueOf).toList())));
        for (MeasureInfo info : TrialMeasures.catalogue().byProminence()) {
            page.append("| `%s` | %s | %s | %s | %s |\n"
                    .formatted(
                            info.name(),
                            info.heading(),
                            info.unit().symbol(),
                            info.better().name().toLowerCase(Locale.ROOT),
                            convention(info)));
        }
        for (Shares shares : shares().all()) {
            page.append("""

                    A table's `values` may name `%s`, and a plot is `{type: shares, name: %s}`: %s, and beside them %s.
                    """.formatted(
                            shares.name(),
                            shares.name(),
                            headings(shares),
                            shares.beside().heading()));
        }
        curves().names().stream()
                .filter(name -> !name.equals(PlotSettings.PrCurve.NAME))
                .forEach(name -> page.append(curve(name)));
        return page.toString();
    }

    /** Of several tasks that measure something by one name, what each means by it. */
    private static String convention(MeasureInfo info) {
        Map<String, String> byTask = new LinkedHashMap<>();
        Recipes.tasks()
                .forEach(task -> task.measures().stream()
                        .filter(measure -> measure.name().equals(info.name()))
                        .forEach(measure -> byTask.putIfAbsent(task.name(), measure.convention())));
        if (byTask.values().stream().distinct().count() < 2) {
            return info.convention();
        }
        return byTask.entrySet().stream()
                .map(entry -> "Of %s: %s".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(" "));
    }

    private static String curve(String name) {
        List<CurveInfo> all = curves().all().stream()
                .filter(curve -> curve.name().equals(name))
                .toList();
        CurveInfo first = all.getFirst();
        String at = all.stream()
                .flatMap(curve -> curve.at().stream())
                .map(String::valueOf)
                .collect(Collectors.joining(" or "));
        return """

                A plot is `{type: curve, name: %s%s}`: %s over %s, %s.
                """.formatted(
                        name,
                        at.isEmpty() ? "" : ", at: " + at,
                        first.up().noun(),
                        first.across().noun(),
                        first.convention());
    }

    private static String headings(Shares shares) {
        return shares.parts().stream().map(MeasureInfo::heading).collect(Collectors.joining(", "));
    }

    private static DeclaredShares shares() {
        return DeclaredShares.of(Recipes.tasks());
    }

    private static DeclaredCurves curves() {
        return Recipes.curves(Recipes.all());
    }

    private static List<Double> overlaps() {
        return curves().places(PlotSettings.PrCurve.NAME);
    }

    /** Of an optional block, which is a choice between itself and nothing. */
    private static Map<String, Object> firstOf(Map<String, Object> properties, String key) {
        Map<String, Object> block = child(properties, key);
        return block.get("anyOf") instanceof List<?> choice ? cast(choice.getFirst()) : block;
    }

    private static Map<String, Object> items(Map<String, Object> properties, String list) {
        return child(child(child(properties, list), "items"), "properties");
    }

    private static Map<String, Object> child(Map<String, Object> parent, String key) {
        Object child = parent.get(key);
        if (child == null) {
            throw new IllegalStateException("the schema of studies has no '" + key + "' where there was one");
        }
        return cast(child);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> cast(Object map) {
        return (Map<String, Object>) map;
    }
}

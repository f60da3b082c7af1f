package dev.roilab.claim;

import dev.roilab.result.StudyResults;
import dev.roilab.result.TrialResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tech.tablesaw.aggregate.AggregateFunctions;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Mean and sample standard deviation of one measure over the finished trials, by what they vary. */
public final class Summaries {
    /**
     * Of one group of trials.
     *
     * @param deviation sample standard deviation (n - 1); not a number for one trial
     */
    public record Summary(int count, double mean, double deviation) {
        /** Mean and, of several, deviation, in the unit that is printed. */
        public String text(Measure measure) {
            String mean = measure.text(mean());
            return count < 2 ? mean : mean + " ± " + measure.text(deviation, mean());
        }
    }

    private static final String VALUE = "value";

    private final Map<List<String>, Summary> groups = new LinkedHashMap<>();

    /** @param paths varied paths that name a group; the other paths and the seeds are pooled */
    public Summaries(StudyResults results, List<String> paths, Measure measure) {
        DoubleColumn values = DoubleColumn.create(VALUE);
        List<StringColumn> keys = new ArrayList<>();
        for (int path = 0; path <= paths.size(); path++) {
            keys.add(StringColumn.create("key" + path));
        }
        numbers(results.trials(), paths, measure)
                .forEach((group, found) -> found.forEach(value -> {
                    values.append(value);
                    keys.getFirst().append("all");
                    for (int path = 0; path < paths.size(); path++) {
                        keys.get(path + 1).append(group.get(path));
                    }
                }));
        if (!values.isEmpty()) {
            Table table = Table.create("trials").addColumns(keys.toArray(StringColumn[]::new));
            table.addColumns(values);
            summarize(table, paths.size());
        }
    }

    /** By group: one number a trial, or of a test time one a process, the mean over the group's trials. */
    private static Map<List<String>, List<Double>> numbers(
            List<TrialResult> trials, List<String> paths, Measure measure) {
        Map<List<String>, List<TrialResult>> groups = new LinkedHashMap<>();
        for (TrialResult trial : trials) {
            groups.computeIfAbsent(
                            paths.stream().map(path -> Arm.value(trial, path)).toList(), _ -> new ArrayList<>())
                    .add(trial);
        }
        Map<List<String>, List<Double>> numbers = new LinkedHashMap<>();
        groups.forEach((group, found) -> numbers.put(group, numbers(TimedTrials.of(found, measure), measure)));
        return numbers;
    }

    private static List<Double> numbers(List<TrialResult> trials, Measure measure) {
        Map<Object, List<Double>> byWitness = new LinkedHashMap<>();
        for (TrialResult trial : ProcessTrials.witnesses(trials, measure)) {
            measure.in(trial)
                    .ifPresent(value -> byWitness
                            .computeIfAbsent(measure.isTestTime() ? trial.seed() : trial, _ -> new ArrayList<>())
                            .add(value));
        }
        return byWitness.values().stream()
                .map(found ->
                        found.stream().mapToDouble(value -> value).average().orElse(Double.NaN))
                .toList();
    }

    /** Of a group by its labels; empty where none of its trials has the number. */
    public Optional<Summary> of(List<String> group) {
        return Optional.ofNullable(groups.get(group));
    }

    private void summarize(Table table, int paths) {
        String[] keys = table.columnNames().subList(0, paths + 1).toArray(String[]::new);
        Table summary = table.summarize(
                        VALUE, AggregateFunctions.count, AggregateFunctions.mean, AggregateFunctions.stdDev)
                .by(keys);
        for (Row row : summary) {
            List<String> group = new ArrayList<>();
            for (int path = 1; path <= paths; path++) {
                group.add(row.getString("key" + path));
            }
            int count = (int) row.getDouble(paths + 1);
            double deviation = count < 2 ? Double.NaN : row.getDouble(paths + 3);
            groups.put(List.copyOf(group), new Summary(count, row.getDouble(paths + 2), deviation));
        }
    }
}

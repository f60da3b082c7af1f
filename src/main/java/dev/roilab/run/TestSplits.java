package dev.roilab.run;

import dev.roilab.file.FolderTree;
import dev.roilab.model.Recipes;
import dev.roilab.run.executor.TrialExecutor;
import dev.roilab.study.StudyPlan;
import dev.roilab.study.Trial;
import dev.roilab.study.TrialSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether a study's arms are tested on the same pictures, as a report takes it: by what is true of them. */
public final class TestSplits {
    private final TrialExecutor executor;
    private final Path folder;
    private final Map<List<Object>, String> known = new HashMap<>();

    private TestSplits(TrialExecutor executor, Path folder) {
        this.executor = executor;
        this.folder = folder;
    }

    /**
     * What it means for the study that its arms are not all tested on the same pictures; empty where they are. Costs
     * nothing where no arm has other data than the others.
     *
     * @param plan whose data have been checked
     * @throws IOException if there is no place for what is compared
     */
    public static Optional<String> text(StudyPlan plan, TrialExecutor executor) throws IOException {
        long data = plan.trials().stream()
                .map(trial -> trial.settings().data())
                .distinct()
                .count();
        if (data < 2) {
            return Optional.empty();
        }
        Path folder = Files.createTempDirectory("roilab-test-splits-");
        try {
            return new TestSplits(executor, folder).text(plan);
        } finally {
            FolderTree.delete(folder);
        }
    }

    private Optional<String> text(StudyPlan plan) throws IOException {
        Map<Trial, String> splits = new LinkedHashMap<>();
        for (Trial trial : plan.trials()) {
            splits.put(trial, split(trial.settings()));
        }
        Set<String> paths = new LinkedHashSet<>();
        int most = 1;
        for (Object task :
                splits.keySet().stream().map(TestSplits::task).distinct().toList()) {
            List<Trial> trials = splits.keySet().stream()
                    .filter(trial -> task(trial).equals(task))
                    .toList();
            most = Math.max(
                    most, (int) trials.stream().map(splits::get).distinct().count());
            paths.addAll(deciding(plan.varied(), trials, splits));
        }
        return most == 1
                ? Optional.empty()
                : Optional.of(
                        ("%d test splits%s: a difference between arms that are tested on different pictures is one"
                                        + " of pictures, too; it has no interval over images and is not paired by picture")
                                .formatted(most, paths.isEmpty() ? "" : ", by " + String.join(" and ", paths)));
    }

    /** The varied paths of which one alone makes another split. */
    private static List<String> deciding(List<String> varied, List<Trial> trials, Map<Trial, String> splits) {
        return varied.stream()
                .filter(path -> trials.stream()
                        .collect(Collectors.groupingBy(
                                trial -> without(trial, path), Collectors.mapping(splits::get, Collectors.toSet())))
                        .values()
                        .stream()
                        .anyMatch(found -> found.size() > 1))
                .toList();
    }

    private static Map<String, String> without(Trial trial, String path) {
        Map<String, String> others = new HashMap<>(trial.varied());
        others.remove(path);
        return others;
    }

    /** What is true of the same pictures is written otherwise for another task. */
    private static Object task(Trial trial) {
        return task(trial.settings());
    }

    private static Object task(TrialSettings settings) {
        return Recipes.of(settings.model()).task().getClass();
    }

    /** Name of the file of what is true of a trial's test pictures; empty where its executor writes none. */
    private String split(TrialSettings settings) throws IOException {
        List<Object> key = List.of(settings.data(), task(settings));
        String found = known.get(key);
        if (found == null) {
            Path own = Files.createDirectory(folder.resolve(Integer.toString(known.size())));
            executor.share(settings, own);
            found = names(own).stream().collect(Collectors.joining(", "));
            known.put(key, found);
        }
        return found;
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }
}

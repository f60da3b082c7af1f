package dev.roilab.study;

import dev.roilab.detect.ModelSettings;
import dev.roilab.detect.Recipe;
import dev.roilab.measure.Measures;
import dev.roilab.model.Recipes;
import dev.roilab.study.grid.Arms.Change;
import dev.roilab.study.grid.Cell;
import dev.roilab.study.grid.StudyGrid;
import dev.roilab.study.place.MovedInStudy;
import dev.roilab.study.place.SettingOverride;
import dev.roilab.timing.TimingSettings;
import dev.roilab.yaml.Problems;
import dev.roilab.yaml.RecordBinder;
import dev.roilab.yaml.RecordPaths;
import dev.roilab.yaml.YamlException;
import dev.roilab.yaml.YamlNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A study multiplied out: every combination of its arms with every seed, checked.
 *
 * @param varied the paths of {@code vary}, in the study's order
 * @param timing how the arms are timed once they are trained; absent: not beside each other
 * @param trials seeds innermost
 * @param sources where it was written
 */
public record StudyPlan(
        String study,
        String question,
        List<String> varied,
        ReportSettings report,
        Optional<TimingSettings> timing,
        StudyBackground background,
        List<Trial> trials,
        StudySources sources) {
    private static final ReportSettings NOTHING_EXTRA = new ReportSettings(List.of(), List.of());

    public StudyPlan {
        varied = List.copyOf(varied);
        trials = List.copyOf(trials);
    }

    /**
     * Reads and expands a study.
     *
     * @param overrides from the command line; they win over the files
     * @throws YamlException with every mistake in the files and options
     */
    public static StudyPlan of(Path file, List<SettingOverride> overrides) {
        return of(file, overrides, TrialMeasures::of);
    }

    /**
     * The same with other measures.
     *
     * @param declared what trials of some settings can be asked for
     */
    public static StudyPlan of(Path file, List<SettingOverride> options, Function<TrialSettings, Measures> declared) {
        var problems = new Problems();
        StudyPlan plan = read(file, options, declared, problems);
        problems.throwIfAny();
        return plan;
    }

    /**
     * The same for whoever looks at the data alone: settings that have moved, which no other reader lets pass, are read
     * at their new places.
     *
     * @param problems receives a line for each of these
     * @throws YamlException with every mistake, if there is any other
     */
    public static StudyPlan ofMoved(Path file, List<SettingOverride> options, Problems problems) {
        return read(file, options, TrialMeasures::of, problems);
    }

    private static StudyPlan read(
            Path file, List<SettingOverride> options, Function<TrialSettings, Measures> declared, Problems problems) {
        List<SettingOverride> overrides = options.stream()
                .map(option -> MovedInStudy.refuse(option, problems))
                .toList();
        Optional<StudyFile> read = StudyFile.read(file, overrides, problems);
        int before = problems.count();
        StudyGrid grid =
                read.map(study -> StudyGrid.of(study.document(), problems)).orElse(new StudyGrid(List.of(), List.of()));
        if (problems.count() == before) {
            // Names that are alike are said where they stand, not once more as folders.
            checkFolders(grid, problems);
        }
        read.ifPresent(study -> checkOverrides(grid, overrides, problems));
        Map<TrialSettings, YamlNode> sources = new LinkedHashMap<>();
        List<Trial> trials = read.map(study -> trials(study, grid, overrides, sources, problems))
                .orElse(List.of());
        read.ifPresent(
                study -> new ReportCheck(grid, TrialMeasures.ofAny(trials, declared), systems(trials), trials, problems)
                        .check(study.document()));
        Optional<StudyBackground> background =
                read.map(study -> new BackgroundReader(file, study.document(), problems).read(grid, trials, declared));
        problems.throwIfUnmended();
        StudyFile.Header header = read.flatMap(StudyFile::header).orElseThrow();
        return new StudyPlan(
                header.study(),
                header.question(),
                grid.varied(),
                header.report().orElse(NOTHING_EXTRA),
                header.timing(),
                background.orElse(StudyBackground.NONE),
                trials,
                new StudySources(read.orElseThrow().document(), sources));
    }

    /** Those of the trials; where the settings are wrong, all. */
    private static List<Recipe<? extends ModelSettings, ?>> systems(List<Trial> trials) {
        return trials.isEmpty()
                ? Recipes.all()
                : trials.stream()
                        .<Recipe<? extends ModelSettings, ?>>map(
                                trial -> Recipes.of(trial.settings().model()))
                        .distinct()
                        .toList();
    }

    private static void checkOverrides(StudyGrid grid, List<SettingOverride> overrides, Problems problems) {
        Set<String> changed = new LinkedHashSet<>();
        grid.cells().forEach(cell -> cell.changes().forEach(change -> changed.add(change.path())));
        for (SettingOverride override : overrides) {
            if (changed.contains(override.path())) {
                problems.add(
                        override.value().position(),
                        "'%s' is varied by the study; override another path or edit vary".formatted(override.path()));
            }
        }
    }

    private static List<Trial> trials(
            StudyFile study,
            StudyGrid grid,
            List<SettingOverride> overrides,
            Map<TrialSettings, YamlNode> sources,
            Problems problems) {
        List<Trial> trials = new ArrayList<>();
        var twins = new TwinArms(study.document(), grid);
        // Where the header is wrong there are still trials to hold names against.
        String called = study.header().map(StudyFile.Header::study).orElse("");
        List<Long> seeds = study.header().map(StudyFile.Header::seeds).orElse(List.of(0L));
        for (Cell cell : grid.cells()) {
            Resolved resolved = resolve(study.settings(), cell, overrides, problems);
            Optional<TrialSettings> settings =
                    RecordBinder.bind(StudyPlaces.resolved(resolved.tree()), TrialSettings.class, problems);
            if (settings.isEmpty() || !resolved.complete()) {
                continue;
            }
            sources.put(settings.get(), resolved.tree());
            twins.add(cell, settings.get());
            String name = TrialNames.of(cell.labels(), grid.varied());
            for (long seed : seeds) {
                String seeded = TrialNames.withSeed(name, seed);
                trials.add(new Trial(called, seeded, grid.labels(cell), seed, settings.get()));
            }
        }
        twins.report(problems);
        return trials;
    }

    private static void checkFolders(StudyGrid grid, Problems problems) {
        Map<String, String> folders = new LinkedHashMap<>();
        for (Cell cell : grid.cells()) {
            String name = TrialNames.of(cell.labels(), grid.varied());
            String alike = folders.put(name.toLowerCase(Locale.ROOT), name);
            if (alike != null && !alike.equals(name)) {
                problems.add(
                        cell.changes().getLast().position(),
                        "trials '%s' and '%s' differ in upper and lower case alone".formatted(alike, name)
                                + ", which some file systems take for one folder; name an arm otherwise");
            }
        }
    }

    /** @param complete whether every change had a place */
    private record Resolved(YamlNode tree, boolean complete) {}

    /**
     * Lays a cell's changes over the base: shorter paths first, so that an arm inside another arm's block is not
     * overwritten by it.
     */
    private static Resolved resolve(
            YamlNode.Mapping base, Cell cell, List<SettingOverride> overrides, Problems problems) {
        YamlNode tree = base;
        boolean complete = true;
        Set<String> inBase = RecordPaths.of(base, TrialSettings.class);
        List<Change> outerFirst = cell.changes().stream()
                .sorted(Comparator.comparingInt(change -> change.path().split("\\.", -1).length))
                .toList();
        for (Change change : outerFirst) {
            Set<String> known = new LinkedHashSet<>(inBase);
            known.addAll(RecordPaths.of(tree, TrialSettings.class));
            if (known.contains(change.path())) {
                tree = tree.mergeAt(change.path(), change.value());
            } else {
                complete = false;
                String place = " in " + change.block();
                problems.add(change.position(), StudyFile.unknown(change.path(), place, known));
            }
        }
        for (SettingOverride override : overrides) {
            // An arm of another type need not have what the study's own block has.
            if (cell.changes().stream().anyMatch(change -> override.path().startsWith(change.path() + "."))
                    && RecordPaths.of(tree, TrialSettings.class).contains(override.path())) {
                tree = tree.mergeAt(override.path(), override.value());
            }
        }
        return new Resolved(tree, complete);
    }
}

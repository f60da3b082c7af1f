package dev.roilab.experiment;

import dev.roilab.yaml.Problems;
import dev.roilab.yaml.RecordBinder;
import dev.roilab.yaml.RecordPaths;
import dev.roilab.yaml.Suggestions;
import dev.roilab.yaml.YamlException;
import dev.roilab.yaml.YamlNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A study multiplied out: every combination of its arms with every seed, checked.
 *
 * @param varied the paths of {@code vary}, in the study's order
 * @param trials seeds innermost
 */
public record StudyPlan(
        String study,
        String question,
        List<String> varied,
        ReportSettings report,
        StudyBackground background,
        List<Trial> trials) {
    /** Far more than anybody waits for; a bound for a mistaken product. */
    private static final int TRIAL_LIMIT = 10_000;

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
        var problems = new Problems();
        Optional<StudyFile> read = StudyFile.read(file, overrides, problems);
        List<Axis> axes = read.map(study -> Axis.of(study.document(), problems)).orElse(List.of());
        read.ifPresent(study -> checkTables(study.document(), axes, problems));
        List<Axis> sound =
                read.map(study -> knownAxes(study, axes, overrides, problems)).orElse(List.of());
        List<Trial> trials =
                read.map(study -> trials(study, sound, overrides, problems)).orElse(List.of());
        Optional<StudyBackground> background = read.flatMap(study -> study.header()
                .map(header -> new BackgroundReader(file, study.document(), problems).read(header, axes, trials)));
        problems.throwIfAny();
        StudyFile.Header header = read.flatMap(StudyFile::header).orElseThrow();
        return new StudyPlan(
                header.study(),
                header.question(),
                axes.stream().map(Axis::path).toList(),
                header.report().orElse(NOTHING_EXTRA),
                background.orElse(StudyBackground.NONE),
                trials);
    }

    /** The axes whose path exists and is not taken by an override; the others are problems. */
    private static List<Axis> knownAxes(
            StudyFile study, List<Axis> axes, List<SettingOverride> overrides, Problems problems) {
        Set<String> known = RecordPaths.of(study.settings(), TrialSettings.class);
        List<Axis> sound = new ArrayList<>();
        for (Axis axis : axes) {
            if (known.contains(axis.path())) {
                sound.add(axis);
            } else {
                problems.add(axis.position(), Suggestions.unknown("path", axis.path(), " in vary", known));
            }
            for (SettingOverride override : overrides) {
                if (override.path().equals(axis.path())) {
                    problems.add(
                            override.value().position(),
                            "'%s' is varied by the study; override another path or edit vary".formatted(axis.path()));
                }
            }
        }
        return sound;
    }

    private static void checkTables(YamlNode document, List<Axis> axes, Problems problems) {
        Set<String> varied = axes.stream().map(Axis::path).collect(Collectors.toCollection(LinkedHashSet::new));
        if (document.at("report.tables").orElse(null) instanceof YamlNode.Sequence tables) {
            tables.elements().forEach(table -> checkTable(table, varied, problems));
        }
    }

    private static void checkTable(YamlNode table, Set<String> varied, Problems problems) {
        for (String key : List.of("rows", "columns")) {
            if (table.at(key).orElse(null) instanceof YamlNode.Scalar path
                    && !path.isNull()
                    && !varied.contains(path.text())) {
                String place = " in report, vary does not have it";
                problems.add(path.position(), Suggestions.unknown("path", path.text(), place, varied));
            }
        }
    }

    private static List<Trial> trials(
            StudyFile study, List<Axis> axes, List<SettingOverride> overrides, Problems problems) {
        List<Map<Axis, String>> cells = cells(axes, problems);
        List<Trial> trials = new ArrayList<>();
        Map<TrialSettings, String> names = new LinkedHashMap<>();
        for (Map<Axis, String> cell : cells) {
            YamlNode tree = resolve(study.settings(), cell, overrides);
            Optional<TrialSettings> settings = RecordBinder.bind(tree, TrialSettings.class, problems);
            if (settings.isEmpty() || study.header().isEmpty()) {
                continue;
            }
            String name = TrialNames.of(cell, axes);
            String twin = names.put(settings.get(), name);
            if (twin != null) {
                problems.add(
                        axes.getLast().position(), "trials '%s' and '%s' have the same settings".formatted(twin, name));
            }
            addSeeds(study.header().get(), name, cell, settings.get(), trials);
        }
        return trials;
    }

    private static void addSeeds(
            StudyFile.Header header, String cell, Map<Axis, String> arms, TrialSettings settings, List<Trial> trials) {
        Map<String, String> varied = new LinkedHashMap<>();
        arms.forEach((axis, label) -> varied.put(axis.path(), label));
        for (long seed : header.seeds()) {
            String name = TrialNames.withSeed(cell, seed);
            trials.add(new Trial(header.study(), name, varied, seed, settings));
        }
    }

    /** Shorter paths first, so that an arm inside another arm's block is not overwritten by it. */
    private static YamlNode resolve(YamlNode base, Map<Axis, String> cell, List<SettingOverride> overrides) {
        YamlNode tree = base;
        List<Axis> outerFirst = cell.keySet().stream()
                .sorted(Comparator.comparingInt(axis -> axis.path().split("\\.", -1).length))
                .toList();
        for (Axis axis : outerFirst) {
            YamlNode arm = axis.arms().get(cell.get(axis));
            tree = arm == null ? tree : tree.mergeAt(axis.path(), arm);
        }
        for (SettingOverride override : overrides) {
            if (cell.keySet().stream().anyMatch(axis -> override.path().startsWith(axis.path() + "."))) {
                tree = tree.mergeAt(override.path(), override.value());
            }
        }
        return tree;
    }

    private static List<Map<Axis, String>> cells(List<Axis> axes, Problems problems) {
        List<Map<Axis, String>> cells = List.of(Map.of());
        for (Axis axis : axes) {
            List<Map<Axis, String>> longer = new ArrayList<>();
            for (Map<Axis, String> cell : cells) {
                for (String label : axis.arms().keySet()) {
                    Map<Axis, String> extended = new LinkedHashMap<>(cell);
                    extended.put(axis, label);
                    longer.add(extended);
                }
            }
            if (longer.size() > TRIAL_LIMIT) {
                problems.add(axis.position(), "the product of the arms has more than " + TRIAL_LIMIT + " trials");
                return List.of();
            }
            cells = longer;
        }
        return cells;
    }
}

package dev.roilab.cli;

import dev.roilab.study.StudyPlan;
import dev.roilab.study.place.SettingOverride;
import dev.roilab.yaml.Problems;
import dev.roilab.yaml.YamlException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The study and what the command line changes in it. */
final class StudyOptions {
    @Parameters(
            index = "0",
            paramLabel = "STUDY.yaml",
            converter = StudyPath.class,
            description = "The study: a file, or the name of one of the project's, such as quickstart.")
    private Path study = Path.of("");

    @Option(names = "--set", paramLabel = "PATH=VALUE", description = "Change a setting; may be repeated.")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--engine", paramLabel = "NAME", description = "The same as --set engine=NAME.")
    private @Nullable String engine;

    @Option(names = "--device", paramLabel = "NAME", description = "The same as --set device=NAME.")
    private @Nullable String device;

    @Option(names = "--data-root", paramLabel = "DIR", description = "The same as --set data.root=DIR.")
    private @Nullable String dataRoot;

    /** A study as its file says it. */
    static StudyOptions of(Path file) {
        return of(file, List.of());
    }

    /** A study with some settings changed, each {@code path=value}. */
    static StudyOptions of(Path file, List<String> settings) {
        var options = new StudyOptions();
        options.study = file;
        options.settings = List.copyOf(settings);
        return options;
    }

    /** The study's file. */
    Path file() {
        return study;
    }

    /**
     * Reads and expands the study.
     *
     * @throws YamlException with all mistakes
     */
    StudyPlan plan() {
        var problems = new Problems();
        StudyPlan plan = read(problems);
        problems.throwIfAny();
        return plan;
    }

    /**
     * The same for a look at the data, which settings that have moved need not wait for.
     *
     * @param moved receives a line for each of these
     * @throws YamlException with all mistakes, if there is any other
     */
    StudyPlan planOfData(List<String> moved) {
        var problems = new Problems();
        StudyPlan plan = read(problems);
        problems.mended().forEach(problem -> moved.add(problem + "; no study runs with it there"));
        return plan;
    }

    private StudyPlan read(Problems problems) {
        List<SettingOverride> overrides = new ArrayList<>();
        for (String setting : settings) {
            SettingOverride.parse(setting, problems).ifPresent(overrides::add);
        }
        add(overrides, "--engine", "engine", engine);
        add(overrides, "--device", "device", device);
        add(overrides, "--data-root", "data.root", dataRoot);
        StudyPlan plan = null;
        try {
            plan = StudyPlan.ofMoved(study, overrides, problems);
        } catch (YamlException e) {
            e.problems().forEach(problem -> problems.add(problem.position(), problem.text()));
        }
        problems.throwIfUnmended();
        if (plan == null) {
            throw new IllegalStateException("a study without a plan must have problems");
        }
        return plan;
    }

    private static void add(List<SettingOverride> overrides, String option, String path, @Nullable String text) {
        if (text != null) {
            overrides.add(SettingOverride.ofText(option, path, text));
        }
    }
}

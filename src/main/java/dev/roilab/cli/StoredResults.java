package dev.roilab.cli;

import dev.roilab.result.ResultsFolder;
import dev.roilab.result.StudyResults;
import dev.roilab.run.key.PresentTrials;
import dev.roilab.study.StudyPlan;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Finds the results of a study that the command line names by its file or by their folder. */
final class StoredResults {
    /** In a command that is stored with results, behind the program and its command. */
    private static final int STUDY_WORD = 2;

    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description = "A setting that the study of the file was run with; may be repeated.")
    private List<String> settings = new ArrayList<>();

    @Mixin
    private ResultsOption results = new ResultsOption();

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    /** Folder of all studies' results, this study's among them. */
    Path folder(Path study) {
        return results.folder(study);
    }

    /**
     * Reads them. Those named by a study's file as it asks for them now: results of other settings do not count, and it
     * is said that they do not.
     *
     * @throws InputException if there are none, or none of what the file varies
     */
    StudyResults of(Path study, Wiring wiring) {
        return of(study, wiring, _ -> {});
    }

    /**
     * The same after something was done to what is stored.
     *
     * @param first gets the folder before it is read
     */
    StudyResults of(Path study, Wiring wiring, Consumer<Path> first) {
        if (Files.isDirectory(study)) {
            if (!settings.isEmpty()) {
                throw new InputException(
                        "--set changes what a study's file asks for, and %s is a folder of results;".formatted(study)
                                + " name the file");
            }
            return moved(read(study, study, first), study);
        }
        StudyPlan plan = StudyOptions.of(study, settings).plan();
        Path folder = results.told(study, wiring).resolve(plan.study());
        StudyResults stored = read(folder, study, first);
        if (!plan.varied().equals(stored.varied())) {
            throw new InputException(
                    ("%s varies %s, and the results in %s are of a study that varied %s; run it, or name"
                                    + " the folder to see its results as they are: %s")
                            .formatted(
                                    study,
                                    words(plan.varied()),
                                    folder,
                                    words(stored.varied()),
                                    CommandText.command("report", folder.toString())));
        }
        StudyResults present = PresentTrials.of(stored, plan);
        PresentTrials.notes(stored, present).forEach(note -> wiring.out().println("warning: " + note));
        return present.withCommand(new RunAgain(stored.command())
                .of(study)
                .with(settings)
                .in(study, folders())
                .text());
    }

    /** With a command that goes on with the results where they lie: a folder may be a copy. */
    private static StudyResults moved(StudyResults stored, Path folder) {
        Path parent = folder.toAbsolutePath().normalize().getParent();
        List<String> words = CommandText.split(stored.command());
        if (parent == null || words.size() < STUDY_WORD + 1) {
            return stored;
        }
        return stored.withCommand(new RunAgain(stored.command())
                .in(Path.of(words.get(STUDY_WORD)), Map.of("--results", parent))
                .text());
    }

    private static String words(List<String> varied) {
        return varied.isEmpty() ? "nothing" : String.join(", ", varied);
    }

    /** Those that this command line names. */
    private Map<String, Path> folders() {
        Map<String, Path> given = new LinkedHashMap<>();
        for (String option : List.of("--results", "--reports")) {
            if (command != null && command.commandLine().getParseResult().hasMatchedOption(option)) {
                Path folder = command.commandLine().getParseResult().matchedOptionValue(option, Path.of(""));
                given.put(option, folder);
            }
        }
        return given;
    }

    private static StudyResults read(Path folder, Path study, Consumer<Path> first) {
        if (!Files.exists(folder)) {
            throw new InputException("no results in " + folder + "; run the study first: "
                    + CommandText.command("run", study.toString()));
        }
        try {
            first.accept(folder);
            return ResultsFolder.read(folder);
        } catch (UncheckedIOException e) {
            throw new InputException(String.valueOf(e.getMessage()));
        }
    }
}

package dev.roilab.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.type.TypeReference;

/** A study's folder under the results: {@code study.json} and one folder a trial. */
public final class ResultsFolder {
    private static final String STUDY = "study.json";

    private final Path folder;

    private ResultsFolder(Path folder) {
        this.folder = folder;
    }

    /** What {@code study.json} holds: the report must not need the study's file. */
    private record Stored(
            String study,
            String question,
            List<String> varied,
            List<String> classes,
            ReportSettings report,
            Optional<StudyBackground> background,
            String command,
            List<Cell> trials) {}

    /** A trial as the plan knows it before it has run. */
    private record Cell(String name, Map<String, String> varied, long seed) {}

    /** The folder of a study under the folder of all results; it need not exist. */
    public static ResultsFolder of(Path results, String study) {
        return new ResultsFolder(results.resolve(study));
    }

    public Path path() {
        return folder;
    }

    public TrialFolder trial(Trial trial) {
        return new TrialFolder(trialPath(trial.name()));
    }

    Path trialPath(String name) {
        return folder.resolve(name);
    }

    /** Records the plan. Folders of trials that it does not name stay where they are and are not reported. */
    void write(StudyPlan plan, List<String> classes, String command) throws IOException {
        Files.createDirectories(folder);
        List<Cell> cells = plan.trials().stream()
                .map(trial -> new Cell(trial.name(), trial.varied(), trial.seed()))
                .toList();
        var stored = new Stored(
                plan.study(),
                plan.question(),
                plan.varied(),
                classes,
                plan.report(),
                Optional.of(plan.background()),
                command,
                cells);
        StudyMutex.hold(folder, _ -> {
            TrialFiles.writeJson(folder.resolve(STUDY), stored);
            return stored;
        });
    }

    /**
     * Reads a study's results. A trial without a readable result is reported as planned, running or interrupted.
     *
     * @param folder of one study: the one with {@code study.json}
     * @throws UncheckedIOException if {@code study.json} is missing or damaged
     */
    public static StudyResults read(Path folder) {
        try {
            Stored stored = TrialFiles.readJson(folder.resolve(STUDY), new TypeReference<>() {});
            List<TrialResult> trials = stored.trials().parallelStream()
                    .map(cell -> read(folder, stored.study(), cell))
                    .toList();
            return new StudyResults(
                    stored.study(),
                    stored.question(),
                    stored.varied(),
                    stored.classes(),
                    stored.report(),
                    stored.background().orElse(StudyBackground.NONE),
                    folder,
                    stored.command(),
                    trials);
        } catch (IOException e) {
            throw new UncheckedIOException("no results of a study in " + folder + ": " + e.getMessage(), e);
        }
    }

    private static TrialResult read(Path folder, String study, Cell cell) {
        Path path = folder.resolve(cell.name());
        var trial = new TrialFolder(path);
        Optional<String> damage = Optional.empty();
        if (!TrialLock.isOwned(path) && Files.exists(path.resolve("result.json"))) {
            try {
                return trial.read();
            } catch (IOException e) {
                damage = Optional.of(String.valueOf(e.getMessage()));
            }
        }
        Status status = trial.status();
        String reason = switch (status) {
            case PLANNED -> "not run yet";
            case RUNNING -> "still running";
            case OK, DIVERGED, OUT_OF_MEMORY, INTERRUPTED, DATA_ERROR, CRASHED -> "not run to its end yet";
        };
        return failed(study, cell.name(), cell.varied(), cell.seed(), status, damage.orElse(reason));
    }

    /**
     * A result without numbers.
     *
     * @param failure empty: none
     */
    static TrialResult failed(
            String study, String name, Map<String, String> varied, long seed, Status status, String failure) {
        return new TrialResult(
                study,
                name,
                varied,
                seed,
                status,
                Optional.of(failure).filter(text -> !text.isEmpty()),
                Map.of(),
                Map.of(),
                0,
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of());
    }
}

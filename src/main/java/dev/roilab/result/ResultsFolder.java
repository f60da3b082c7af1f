package dev.roilab.result;

import dev.roilab.file.JsonFile;
import dev.roilab.file.SealedJson;
import dev.roilab.measure.MeasureInfo;
import dev.roilab.result.code.CodeFingerprint;
import dev.roilab.result.code.CodeManifest;
import dev.roilab.result.lock.StudyMutex;
import dev.roilab.result.lock.TrialLock;
import dev.roilab.study.ReportSettings;
import dev.roilab.study.StudyBackground;
import dev.roilab.study.StudyPlan;
import dev.roilab.study.Trial;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.node.ObjectNode;

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

    /**
     * A trial as the plan knows it before it has run.
     *
     * @param key of the result that the plan asks for; absent in plans of older versions
     */
    private record Cell(String name, Map<String, String> varied, long seed, Optional<String> key) {}

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

    /** Folder of a trial by its name; it need not exist. */
    public Path trialPath(String name) {
        return folder.resolve(name);
    }

    /**
     * Records the plan. Folders of trials that it does not name stay where they are and are not reported.
     *
     * @param keys of the results that the plan asks for
     */
    public void write(StudyPlan plan, List<String> classes, String command, Function<Trial, String> keys)
            throws IOException {
        Files.createDirectories(folder);
        List<Cell> cells = plan.trials().stream()
                .map(trial -> new Cell(trial.name(), trial.varied(), trial.seed(), Optional.of(keys.apply(trial))))
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
        String text = SealedJson.text(stored);
        Path file = folder.resolve(STUDY);
        // Bytes: a damaged file need not be text.
        if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), text.getBytes(StandardCharsets.UTF_8))) {
            return;
        }
        StudyMutex.hold(folder, _ -> {
            JsonFile.writeText(file, text);
            return stored;
        });
    }

    /**
     * What has become of the recorded plan, without which no report can be written; absent where it is whole, or where
     * no trial of the study has run yet.
     */
    public Optional<String> damage(StudyPlan plan) {
        Path file = folder.resolve(STUDY);
        if (Files.notExists(file)) {
            return plan.trials().stream().anyMatch(trial -> Files.exists(trialPath(trial.name())))
                    ? Optional.of(STUDY + " is missing")
                    : Optional.empty();
        }
        try {
            stored(file);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage())
                    .replace(file.toString(), STUDY)
                    .strip());
        }
    }

    private static Stored stored(Path file) throws IOException {
        ObjectNode content = SealedJson.read(file).tree();
        FormerPlaces.inStudy(content);
        return JsonFile.bind(file, content, new TypeReference<>() {});
    }

    /**
     * Reads a study's results. A trial without a readable result is reported as planned, running or interrupted.
     *
     * @param folder of one study: the one with {@code study.json}
     * @throws UncheckedIOException if {@code study.json} is missing or damaged, or its trials declare one measure in
     *     different units
     */
    public static StudyResults read(Path folder) {
        try {
            Stored stored = stored(folder.resolve(STUDY));
            Optional<TimingFailure> untimed = TimingFailure.read(folder);
            List<TrialResult> trials = stored.trials().parallelStream()
                    .map(cell -> read(folder, stored.study(), cell, untimed))
                    .toList();
            Map<List<MeasureInfo>, List<MeasureInfo>> declared = new HashMap<>();
            var results = new StudyResults(
                    stored.study(),
                    stored.question(),
                    stored.varied(),
                    stored.classes(),
                    stored.report(),
                    stored.background().orElse(StudyBackground.NONE),
                    folder,
                    stored.command(),
                    trials.stream()
                            .map(trial -> trial.withMeasures(
                                    declared.computeIfAbsent(trial.measures(), measures -> measures)))
                            .toList());
            requireOneMeaning(results);
            return results;
        } catch (NoSuchFileException e) {
            throw new UncheckedIOException(
                    "no results of a study in %s: it has no %s; run the study first".formatted(folder, STUDY), e);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    ("the results in %s cannot be read: %s; run the study again: it writes the file anew and keeps"
                                    + " whole trials")
                            .formatted(folder, e.getMessage()),
                    e);
        }
    }

    /** Whether every measure means the same to all trials: what a report has columns of. */
    private static void requireOneMeaning(StudyResults results) throws IOException {
        try {
            results.measures();
        } catch (IllegalArgumentException problem) {
            throw new IOException(String.valueOf(problem.getMessage()), problem);
        }
    }

    private static TrialResult read(Path folder, String study, Cell cell, Optional<TimingFailure> untimed) {
        Path path = folder.resolve(cell.name());
        var trial = new TrialFolder(path);
        if (TrialLock.isOwned(path)) {
            return failed(study, cell.name(), cell.varied(), cell.seed(), Status.RUNNING, "still running");
        }
        Optional<StoredResult> failure =
                trial.failedSince().filter(last -> last.key().equals(cell.key().orElse(last.key())));
        if (failure.isPresent()) {
            TrialResult last = failure.get().head();
            return failed(
                    study,
                    cell.name(),
                    cell.varied(),
                    cell.seed(),
                    last.status(),
                    last.failure().orElse("") + Origin.kept(trial.stored()));
        }
        try {
            return Origin.marked(folder, trial, trial.read(), cell.key(), untimed);
        } catch (IOException _) {
            Status status = trial.status();
            return failed(study, cell.name(), cell.varied(), cell.seed(), status, reason(trial, status));
        }
    }

    private static String reason(TrialFolder trial, Status status) {
        return switch (status) {
            case PLANNED -> "not run yet";
            case RUNNING -> "still running";
            case DAMAGED -> String.join(", ", trial.damage()) + "; run the study again";
            case OK, DIVERGED, OUT_OF_MEMORY, INTERRUPTED, DATA_ERROR, UNAVAILABLE, CRASHED ->
                trial.lastReason().orElse("not run to its end yet");
        };
    }

    /**
     * Moves what an attempt has made for all trials of the study to where they share it.
     *
     * @param code that made it
     */
    public void keepWhatTrialsShare(Path attempt, CodeFingerprint code) throws IOException {
        CodeManifest.write(folder, code);
        TruthFile.share(attempt, folder);
    }

    /**
     * A result without numbers.
     *
     * @param failure empty: none
     */
    public static TrialResult failed(
            String study, String name, Map<String, String> varied, long seed, Status status, String failure) {
        return new TrialResult(
                study,
                name,
                varied,
                seed,
                status,
                Optional.of(failure).filter(text -> !text.isEmpty()),
                List.of(),
                Map.of(),
                List.of(),
                0,
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of());
    }
}

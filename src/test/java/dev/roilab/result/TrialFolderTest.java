package dev.roilab.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.eval.DetectionMeasures;
import dev.roilab.file.Digest;
import dev.roilab.model.fastrcnn.FastRcnnRecipe;
import dev.roilab.result.TrialResult.StageTime;
import dev.roilab.result.code.CodeManifest;
import dev.roilab.result.code.SystemCode;
import dev.roilab.run.InstantExecutor;
import dev.roilab.run.RunOptions;
import dev.roilab.run.SilentListener;
import dev.roilab.run.StudyRunner;
import dev.roilab.study.StudyPlan;
import dev.roilab.study.StudyText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which results are believed, and what is left of an old one while and after a new attempt runs. */
class TrialFolderTest {
    private static final String STUDY = """
            study: rates
            question: Which rate?
            extends: base.yaml
            vary:
              train.rate: [0.1, 0.2]
            seeds: [1]
            """;
    private static final String NAME = "rate=0.2,seed=1";

    /** A setting with which every key is another. */
    private static final String OTHER = "model: {postprocessing: {nms: 0.4}}\n";

    @TempDir
    private Path folder = Path.of("");

    private final InstantExecutor executor = new InstantExecutor();

    @BeforeEach
    void aFinishedStudy() {
        run(STUDY);
        executor.executed.clear();
    }

    @ParameterizedTest
    @CsvSource({
        "'\"ap50\" : 0.8', '\"ap50\" : 0.9', fit its own checksum",
        "'\"train_seconds\" : 1.5', '\"train_seconds\" : 1', fit its own checksum",
        "'\"seed\" : 1', '\"seed\" : 2', fit its own checksum"
    })
    void anEditedResultIsDamaged(String was, String edited, String reason) throws IOException {
        edit(trial().resolve("result.json"), was, edited);
        assertThat(new TrialFolder(trial()).damage()).singleElement().asString().contains(reason);
        assertThat(explain(STUDY))
                .first()
                .asString()
                .startsWith("runs: its result is damaged: result.json was changed");
        run(STUDY);
        assertThat(executor.executed).containsExactly(NAME);
    }

    @Test
    void editedSettingsOfAResultAreDamageAndNoChangeOfTheStudy() throws IOException {
        edit(trial().resolve("resolved.yaml"), "nms: 0.3", "nms: 0.9");
        String damage = "runs: its result is damaged: resolved.yaml was changed after it was written";
        String remedy = "a run trains it again; to keep its result, put back what was written, from git or a copy";
        assertThat(explain(STUDY)).containsExactly(damage, remedy);
        assertThat(explain(STUDY + OTHER))
                .containsExactly(damage, remedy, "runs: settings: differ from those of the stored result");
    }

    @ParameterizedTest
    @CsvSource({
        "'\"ap50\" : 0.8', '\"ap50\" : 9.8', metrics.ap50 is 9.8333",
        "'\"disc\" : 0.25', '\"disc\" : -0.25', class_ap.disc is -0.25",
        "'\"median\" : 0.1', '\"median\" : -0.1', stages.roi.median is -0.1",
        "'\"train_seconds\" : 1.5', '\"train_seconds\" : -1.5', train_seconds is -1.5"
    })
    void aValueThatCannotBeMeasuredIsDamageWithoutAChecksumToo(String was, String edited, String reason)
            throws IOException {
        unseal();
        edit(trial().resolve("result.json"), was, edited);
        assertThat(new TrialFolder(trial()).damage()).singleElement().asString().contains(reason);
    }

    @Test
    void aResultOfAnOlderVersionIsReadAndNamed() throws IOException {
        unseal();
        assertThat(explain(STUDY))
                .containsExactly(
                        "reused: its result is whole and its key is the same",
                        "its result has no checksum of its own: an older version wrote it");
        assertThat(last().provenance()).containsEntry(Origin.UNSEALED, "no");
    }

    /** Results of before declarations are of detectors. */
    @Test
    void aResultThatDeclaresNothingIsReadAsADetectors() throws IOException {
        unseal();
        withoutMeasures();
        assertThat(new TrialFolder(trial()).damage()).isEmpty();
        assertThat(last().measures()).containsExactlyElementsOf(DetectionMeasures.all());
    }

    @Test
    void anUnknownNumberOfSuchAResultIsDamage() throws IOException {
        unseal();
        withoutMeasures();
        edit(trial().resolve("result.json"), "\"ap50\" : 0.8", "\"ap51\" : 0.8");
        assertThat(new TrialFolder(trial()).damage())
                .singleElement()
                .asString()
                .contains("unknown metric 'ap51', which no task or system declares; did you mean 'ap50'?");
    }

    private void withoutMeasures() throws IOException {
        Path file = trial().resolve("result.json");
        String text = Files.readString(file);
        Files.writeString(file, text.replaceFirst("(?s)\"measures\" : \\[.*?\\],", ""));
        assertThat(Files.readString(file)).hasSizeLessThan(text.length());
    }

    @Test
    void resultsOfOlderVersionsAreSealedOnce() throws IOException {
        unseal();
        assertThat(Sealing.of(results().resolve("rates"))).containsExactly(NAME + "/result.json");
        assertThat(Sealing.of(results().resolve("rates"))).isEmpty();
        assertThat(explain(STUDY)).containsExactly("reused: its result is whole and its key is the same");
        edit(trial().resolve("result.json"), "\"ap50\" : 0.8", "\"ap50\" : 0.9");
        assertThat(new TrialFolder(trial()).status()).isEqualTo(Status.DAMAGED);
    }

    @Test
    void layoutDoesNotCount() throws IOException {
        Path file = trial().resolve("result.json");
        Files.writeString(file, Files.readString(file).replaceAll("\\s+", " "));
        assertThat(new TrialFolder(trial()).status()).isEqualTo(Status.OK);
    }

    @Test
    void editedTimesAreNotBelieved() throws IOException {
        var trial = new TrialFolder(trial());
        var time = new StageTime(2, 3);
        trial.writeTiming(new Timing(
                trial.stored().orElseThrow().key(),
                "machine",
                "protocol",
                Map.of("roi", time),
                time,
                time,
                Map.of(),
                Optional.empty(),
                Optional.empty()));
        assertThat(last().stages().get("roi")).isEqualTo(time);
        edit(trial().resolve("timing.json"), "\"median\" : 2.0", "\"median\" : 1.0");
        assertThat(last().stages().get("roi")).isEqualTo(new StageTime(0.1, 0.2));
        assertThat(last().provenance().get(Origin.TIMING_DAMAGE)).startsWith("timing.json was changed");
    }

    @Test
    void picturesAndWeightsMayBeMissing() throws IOException {
        Files.delete(trial().resolve("gallery/00.png"));
        assertThat(explain(STUDY))
                .containsExactly(
                        "reused: its result is whole and its key is the same",
                        "gallery/00.png not here: no damage, reports show the images that are");
        run(STUDY);
        assertThat(executor.executed).isEmpty();
        assertThat(last().gallery()).hasSize(1);
    }

    @Test
    void aCopyOfWhatIsPublishedIsReusedAndLeftAsItIs() throws IOException {
        Files.delete(trial().resolve("gallery/00.png"));
        Files.delete(trial().resolve("trial.log"));
        Map<String, String> before = files();
        run(STUDY);
        assertThat(executor.executed).isEmpty();
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void aFailedAttemptLeavesAGoodResultInItsPlace() throws IOException {
        Map<String, String> good = files();
        String failing = STUDY.replace("[0.1, 0.2]", "{0.1: 0.1, 0.2: 2}");
        run(failing);
        assertThat(executor.executed).containsExactly(NAME);
        TrialResult failed = last();
        assertThat(failed.status()).isEqualTo(Status.DIVERGED);
        assertThat(failed.failure().orElseThrow())
                .startsWith("loss not finite at step 3")
                .containsPattern("; the earlier result, of .*, is kept in the trial's folder$");
        assertThat(trial().resolve("attempt/failure.txt")).isNotEmptyFile();
        assertThat(new TrialFolder(trial()).status()).isEqualTo(Status.DIVERGED);
        good.keySet().removeIf(name -> !name.startsWith(NAME));
        assertThat(files()).containsAllEntriesOf(good);
        executor.executed.clear();
        run(STUDY);
        assertThat(executor.executed).isEmpty();
        assertThat(last().metrics()).containsKey("ap50");
    }

    @Test
    void anOlderFailureGivesWayToAnyNewAttempt() {
        String failing = STUDY.replace("0.2", "2");
        run(failing);
        run(failing + OTHER);
        Path trial = trial("rate=2,seed=1");
        assertThat(new TrialFolder(trial).status()).isEqualTo(Status.DIVERGED);
        assertThat(trial.resolve("attempt")).doesNotExist();
        assertThat(trial.resolve("failure.txt")).isNotEmptyFile();
    }

    @Test
    void theOldResultIsWholeUntilTheNewOneIs() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        run(STUDY + OTHER, other);
        Path fresh = other.resolve("rates").resolve(NAME);
        String oldKey = new TrialFolder(trial()).stored().orElseThrow().key();
        String newKey = new TrialFolder(fresh).stored().orElseThrow().key();
        List<String> names = names(fresh);
        // Files of the attempt appear one by one, result.json last.
        for (String name : names) {
            if (!name.equals("result.json")) {
                copy(fresh, trial().resolve("attempt"), name);
                assertThat(new TrialFolder(trial()).holds(oldKey)).as(name).isTrue();
                assertThat(new TrialFolder(trial()).status()).isEqualTo(Status.INTERRUPTED);
            }
        }
        copy(fresh, trial().resolve("attempt"), "result.json");
        // From here on the new one holds, and stays whole while its files are moved one by one.
        for (String name : names) {
            var trial = new TrialFolder(trial());
            assertThat(trial.holds(newKey)).as(name).isTrue();
            assertThat(trial.read().losses()).isNotEmpty();
            if (!name.equals("result.json")) {
                Files.move(
                        trial().resolve("attempt").resolve(name),
                        trial().resolve(name),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
        new TrialFolder(trial()).finish();
        assertThat(new TrialFolder(trial()).holds(newKey)).isTrue();
        assertThat(trial().resolve("attempt")).doesNotExist();
    }

    @Test
    void nothingOfTheOldResultStaysBesideTheNewOne() throws IOException {
        Files.writeString(trial().resolve("bootstrap.csv"), "# planted\nap\n0.9\n");
        Files.writeString(trial().resolve("timing.json"), "{}");
        assertThat(ImageReplicates.read(trial())).isEmpty();
        run(STUDY + OTHER);
        assertThat(trial().resolve("bootstrap.csv")).doesNotExist();
        assertThat(trial().resolve("timing.json")).doesNotExist();
    }

    @Test
    void aResultOfAnEarlierPlanIsShownAndNamed() throws IOException {
        run(STUDY + OTHER, RunOptions.in(results()).withOnly(RunOptions.anyFailure()));
        assertThat(last().metrics()).containsKey("ap50");
        assertThat(last().provenance()).containsKey(Origin.EARLIER);
    }

    @Test
    void aTrialMayBeRunAgainThoughItsResultHolds() {
        run(STUDY, RunOptions.in(results()).withAgain(Set.of(NAME)));
        assertThat(executor.executed).containsExactly(NAME);
    }

    @Test
    void changedCodeAndSettingsAreNamed() throws IOException {
        Path code;
        try (Stream<Path> files = Files.list(results().resolve("rates"))) {
            code = files.filter(file -> file.getFileName().toString().startsWith("code-"))
                    .findFirst()
                    .orElseThrow();
        }
        String hash =
                new TrialFolder(trial()).stored().orElseThrow().fact("key_code").orElseThrow();
        assertThat(CodeManifest.changed(results().resolve("rates"), hash, SystemCode.of(FastRcnnRecipe.class))
                        .orElseThrow())
                .isEmpty();
        edit(code, " dev.roilab.eval.CocoAp\n", " dev.roilab.eval.Former\n");
        assertThat(CodeManifest.changed(results().resolve("rates"), hash, SystemCode.of(FastRcnnRecipe.class)))
                .isEmpty();
        assertThat(explain(STUDY + OTHER)).containsExactly("runs: settings: model.postprocessing.nms: was 0.3, is 0.4");
    }

    private void unseal() throws IOException {
        Path file = trial().resolve("result.json");
        String text = Files.readString(file);
        assertThat(text).containsPattern(",\\s*\"sha256\" : \"[0-9a-f]{64}\"");
        Files.writeString(file, text.replaceFirst(",\\s*\"sha256\" : \"[0-9a-f]{64}\"", ""));
    }

    private static void edit(Path file, String was, String is) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(was);
        Files.writeString(file, text.replace(was, is));
    }

    private static void copy(Path from, Path to, String name) throws IOException {
        Files.createDirectories(to.resolve(name).resolveSibling("."));
        Files.copy(from.resolve(name), to.resolve(name));
    }

    private static List<String> names(Path trial) throws IOException {
        try (Stream<Path> files = Files.walk(trial)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> trial.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private Map<String, String> files() throws IOException {
        Path study = results().resolve("rates");
        Map<String, String> files = new TreeMap<>();
        for (String name : names(study)) {
            if (!name.endsWith(".mutex") && !name.contains("attempt/")) {
                files.put(name, Digest.of(study.resolve(name)) + Files.getLastModifiedTime(study.resolve(name)));
            }
        }
        return files;
    }

    private Path results() {
        return folder.resolve("results");
    }

    private Path trial() {
        return trial(NAME);
    }

    private Path trial(String name) {
        return results().resolve("rates").resolve(name);
    }

    private TrialResult last() {
        return ResultsFolder.read(results().resolve("rates")).trials().getLast();
    }

    private List<String> explain(String text) {
        StudyPlan plan = StudyPlan.of(StudyText.write(folder, text), List.of());
        return new StudyRunner(executor, new SilentListener(), RunOptions.in(results()))
                .explain(plan.trials().getLast());
    }

    private void run(String text) {
        run(text, results());
    }

    private void run(String text, Path results) {
        run(text, RunOptions.in(results));
    }

    private void run(String text, RunOptions options) {
        StudyPlan plan = StudyPlan.of(StudyText.write(folder, text), List.of());
        new StudyRunner(executor, new SilentListener(), options).run(plan);
    }
}

package dev.roilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.data.DataException;
import dev.roilab.report.ReportWriter;
import dev.roilab.result.TrialResult;
import dev.roilab.run.InstantExecutor;
import dev.roilab.run.executor.StopSignal;
import dev.roilab.run.executor.TrialExecutor;
import dev.roilab.run.executor.TrialInputs;
import dev.roilab.run.executor.TrialRun;
import dev.roilab.study.StudyText;
import dev.roilab.study.Trial;
import dev.roilab.study.TrialSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A study in which arms fail in every way that the issue names; nothing else of it may be lost. */
class FailedArmsTest {
    private static final String STUDY = """
            study: failures
            question: What fails, and is the rest still there?
            extends: base.yaml
            vary:
              train.rate: {good: 0.1, broken-image: 0.7, diverging: 5, too-large: 1000}
            seeds: [1, 2]
            claims:
              - {that: ap50(good) >= 10 points}
              - {that: ap50(good) > ap50(diverging)}
              - {that: diverged(diverging) > diverged(good)}
            """;

    @TempDir
    private Path folder = Path.of("");

    private final StringWriter out = new StringWriter();

    /** An image that passed the linter and cannot be decoded when it is read. */
    private static final class BrokenImage implements TrialExecutor {
        private final TrialExecutor instant = new InstantExecutor();

        @Override
        public TrialInputs inputs(TrialSettings settings) {
            return instant.inputs(settings);
        }

        @Override
        public TrialResult execute(Trial trial, TrialRun run, Progress progress) throws InterruptedException {
            if (trial.settings().train().rate() == 0.7) {
                throw new DataException(List.of("JPEGImages/000123.jpg: cannot be decoded"));
            }
            return instant.execute(trial, run, progress);
        }
    }

    private int execute(String command, Path study, String... options) {
        String[] arguments = {command, study.toString(), "--results", folder + "/results"};
        String[] all = Stream.concat(List.of(arguments).stream(), List.of(options).stream())
                .toArray(String[]::new);
        return Main.commandLine(new Wiring(
                        BrokenImage::new,
                        (results, place) -> new ReportWriter().write(results, place),
                        new PrintWriter(out, true),
                        new PrintWriter(new StringWriter(), true),
                        new StopSignal()))
                .execute(all);
    }

    @Test
    void everyFailureIsInItsCellWithItsReasonAndTheRestIsThere() throws IOException {
        Path study = StudyText.write(folder, STUDY);
        assertThat(execute("run", study, "--reports", folder + "/reports")).isEqualTo(3);
        String report = Files.readString(folder.resolve("reports/failures/report.md"));
        assertThat(report)
                .containsPattern("\\| good +\\| +2 \\| +69\\.\\d ± ")
                .containsPattern("\\| broken-image +\\| 0 of 2 \\| +data-error \\|.*000123\\.jpg: cannot be decoded")
                .containsPattern("\\| diverging +\\| 0 of 2 \\| +diverged @ 3 \\|.*seeds 1, 2: diverged @ 3 ")
                .contains("loss not finite at step 3")
                .containsPattern("\\| too-large +\\| 0 of 2 \\| +out-of-memory \\|.*")
                .contains("6 of 8 trials did not finish")
                .contains("| ap50(good) > ap50(diverging) ")
                .contains("2 seeds, counting 2 diverged trainings of diverging as AP50 0")
                .contains("2 of 2 against 0 of 2 diverged");
        assertThat(Files.readString(folder.resolve("reports/failures/report.html")))
                .contains("diverged @ 3", "out-of-memory", "000123.jpg");
        assertThat(Files.readString(folder.resolve("reports/failures/report.tex")))
                .contains("diverged @ 3", "out-of-memory");
    }

    /** A training that diverged has a result; those that crashed have none. */
    @Test
    void divergedTrainingsThatTheFileNoLongerHasAreCounted() {
        execute("run", StudyText.write(folder, STUDY), "--reports", folder + "/reports");
        check(STUDY.replace("seeds: [1, 2]", "seeds: [1]"));
        assertThat(out.toString())
                .contains("warning: 2 results of trials that the file no longer has do not count: ")
                .contains("diverging,seed=2");
    }

    private int check(String study) {
        out.getBuffer().setLength(0);
        return execute("check", StudyText.write(folder, study));
    }

    @Test
    void checkTellsTheClaimsApartByItsExitCode() {
        // Seven seeds are enough for an exact test of counts, among three claims too.
        String study = STUDY.replace("seeds: [1, 2]", "seeds: [1, 2, 3, 4, 5, 6, 7]")
                .replace(" broken-image: 0.7,", "")
                .replace(", too-large: 1000", "");
        execute("run", StudyText.write(folder, study), "--reports", folder + "/reports");
        assertThat(check(study)).isEqualTo(5);
        assertThat(out.toString().lines().map(line -> line.substring(0, 12).strip()))
                .containsExactly("undecided", "supported", "supported");

        assertThat(check(claims(study, "diverged(good) > diverged(diverging)"))).isEqualTo(4);
        assertThat(check(claims(study, "diverged(good) < diverged(diverging)"))).isZero();
        assertThat(check(claims(study, "ap50(god) > 1 points"))).isEqualTo(2);
        assertThat(check(study.substring(0, study.indexOf("claims:")))).isEqualTo(2);
    }

    @Test
    void fewSeedsGiveHintsAndHintsAreUndecided() {
        String study = STUDY.replace("seeds: [1, 2]", "seeds: [10, 11, 12]")
                .replace(" broken-image: 0.7,", "")
                .replace(", too-large: 1000", "");
        execute("run", StudyText.write(folder, study), "--reports", folder + "/reports");
        assertThat(check(claims(study, "ap50(good) < 30 points"))).isEqualTo(5);
        assertThat(out.toString()).startsWith("hint for     ap50(good) < 30 points: ");
        assertThat(check(claims(study, "ap50(good) > 30 points"))).isEqualTo(5);
        assertThat(out.toString()).startsWith("hint against ap50(good) > 30 points: ");
    }

    private static String claims(String study, String claim) {
        return study.substring(0, study.indexOf("claims:")) + "claims:\n  - {that: " + claim + "}\n";
    }
}

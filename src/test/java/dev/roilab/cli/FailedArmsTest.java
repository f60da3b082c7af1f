package dev.roilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.data.DataException;
import dev.roilab.experiment.InstantExecutor;
import dev.roilab.experiment.StopSignal;
import dev.roilab.experiment.StudyText;
import dev.roilab.experiment.Trial;
import dev.roilab.experiment.TrialExecutor;
import dev.roilab.experiment.TrialInputs;
import dev.roilab.experiment.TrialResult;
import dev.roilab.experiment.TrialRun;
import dev.roilab.experiment.TrialSettings;
import dev.roilab.report.ReportWriter;
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
                .containsPattern("\\| diverging +\\| 0 of 2 \\| +diverged @ 3 \\|.*loss not finite at step 3")
                .containsPattern("\\| too-large +\\| 0 of 2 \\| +out-of-memory \\|.*")
                .contains("6 of 8 trials did not finish")
                .contains("| ap50(good) > ap50(diverging) ")
                .contains("no trial of (diverging) has ap50: diverged @ 3");
        assertThat(Files.readString(folder.resolve("reports/failures/report.html")))
                .contains("diverged @ 3", "out-of-memory", "000123.jpg");
        assertThat(Files.readString(folder.resolve("reports/failures/report.tex")))
                .contains("diverged @ 3", "out-of-memory");
    }

    @Test
    void checkTellsTheClaimsApartByItsExitCode() {
        Path study = StudyText.write(folder, STUDY);
        execute("run", study, "--reports", folder + "/reports");
        out.getBuffer().setLength(0);
        assertThat(execute("check", study)).isEqualTo(5);
        assertThat(out.toString().lines().map(line -> line.substring(0, 12).strip()))
                .containsExactly("undecided", "undecided", "supported");

        Path fewer = StudyText.write(folder, claims("ap50(good) >= 99 points", "ap50(good) > ap50(diverging)"));
        assertThat(execute("check", fewer)).isEqualTo(5);
        Path contradicted = StudyText.write(folder, claims("diverged(good) > diverged(diverging)"));
        assertThat(execute("check", contradicted)).isEqualTo(4);
        Path supported = StudyText.write(folder, claims("diverged(good) < diverged(diverging)"));
        assertThat(execute("check", supported)).isZero();
        assertThat(execute("check", StudyText.write(folder, claims("ap50(god) > 1 points"))))
                .isEqualTo(2);
        assertThat(execute("check", StudyText.write(folder, STUDY.substring(0, STUDY.indexOf("claims:")))))
                .isEqualTo(2);
    }

    private static String claims(String... claims) {
        StringBuilder study = new StringBuilder(STUDY.substring(0, STUDY.indexOf("claims:"))).append("claims:\n");
        for (String claim : claims) {
            study.append("  - {that: ").append(claim).append("}\n");
        }
        return study.toString();
    }
}

package dev.roilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.report.ReportWriter;
import dev.roilab.run.executor.StopSignal;
import dev.roilab.run.system.SystemTrials;
import dev.roilab.study.StudyText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a plan says of arms that are not tested on the same pictures. */
class PlanOfTestSplitsTest {
    @TempDir
    private Path folder = Path.of("");

    private String plan(String vary) {
        var out = new StringWriter();
        var wiring = new Wiring(
                () -> new SystemTrials(Optional.empty(), folder.resolve("cache"), 1),
                (results, place) -> new ReportWriter().write(results, place),
                new PrintWriter(out, true),
                new PrintWriter(out, true),
                new StopSignal());
        Path study = StudyText.write(
                folder, "study: s\nquestion: q\nextends: base.yaml\nseeds: [1, 2]\nvary: {%s}\n".formatted(vary));
        assertThat(Main.commandLine(wiring)
                        .execute("plan", study.toString(), "--results", folder + "/results", "--no-estimate"))
                .isZero();
        return out.toString();
    }

    @Test
    void planSaysOnceThatArmsAreTestedOnDifferentPictures() {
        assertThat(plan("data.test: [2, 3]"))
                .containsOnlyOnce("2 test splits, by data.test: a difference between arms")
                .containsOnlyOnce("no interval over images and is not paired by picture");
        assertThat(plan("data.train: [8, 9]")).contains("4 trials, 4 to run").doesNotContain("test splits");
    }
}

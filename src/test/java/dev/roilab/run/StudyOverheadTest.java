package dev.roilab.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.result.Status;
import dev.roilab.study.StudyPlan;
import dev.roilab.study.StudyText;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyOverheadTest {
    private static final int TRIALS = 200;
    private static final double MOST_MILLIS_A_TRIAL = 50;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aTrialThatDoesNothingCostsUnderFiftyMilliseconds() {
        String seeds =
                LongStream.rangeClosed(1, TRIALS).mapToObj(Long::toString).collect(Collectors.joining(", "));
        StudyPlan plan = StudyPlan.of(
                StudyText.write(folder, "study: many\nquestion: q\nextends: base.yaml\nseeds: [" + seeds + "]\n"),
                List.of());
        var runner =
                new StudyRunner(new InstantExecutor(), new SilentListener(), RunOptions.in(folder.resolve("results")));
        long start = System.nanoTime();
        StudyOutcome outcome = runner.run(plan);
        double millis = (System.nanoTime() - start) / 1e6 / TRIALS;
        assertThat(outcome.statuses()).containsEntry(Status.OK, TRIALS);
        assertThat(millis).as("milliseconds a trial").isLessThan(MOST_MILLIS_A_TRIAL);
        long again = System.nanoTime();
        assertThat(runner.run(plan).reused()).isEqualTo(TRIALS);
        assertThat((System.nanoTime() - again) / 1e6 / TRIALS)
                .as("milliseconds a reused trial")
                .isLessThan(MOST_MILLIS_A_TRIAL / 2);
    }
}

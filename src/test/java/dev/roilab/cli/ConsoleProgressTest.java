package dev.roilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.result.Status;
import dev.roilab.study.StudyPlan;
import dev.roilab.study.StudyText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleProgressTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void whatOtherProcessesDoIsToldAsWhatItIs() {
        String text = "study: rates\nquestion: Which?\nextends: base.yaml\nseeds: [1]\n";
        StudyPlan plan = StudyPlan.of(StudyText.write(folder, text), List.of());
        var out = new StringWriter();
        try (var progress = ConsoleProgress.create(new PrintWriter(out, true))) {
            progress.studyStarted(plan, Path.of("results", "rates"));
            progress.waiting(2);
            progress.waiting(1);
            progress.trialEndedElsewhere(plan.trials().getFirst(), 1, Status.DIVERGED);
        }
        assertThat(out.toString().lines())
                .containsExactly(
                        "rates: 1 trial, results in results/rates",
                        "waiting for 2 trials that other processes work on",
                        "waiting for 1 trial that other processes work on",
                        "[1/1] base,seed=1 diverged (by another process)");
    }

    @Test
    void aTrialThatGoesOnSaysFromWhere() {
        String text = "study: rates\nquestion: Which?\nextends: base.yaml\ntrain: {steps: 900}\nseeds: [1]\n";
        StudyPlan plan = StudyPlan.of(StudyText.write(folder, text), List.of());
        var out = new StringWriter();
        try (var progress = ConsoleProgress.create(new PrintWriter(out, true))) {
            progress.studyStarted(plan, Path.of("results", "rates"));
            progress.trialGoesOn(plan.trials().getFirst(), 1, 120);
        }
        assertThat(out.toString().lines())
                .last()
                .isEqualTo("[1/1] base,seed=1 starts again and goes on from step 120 of 900");
    }
}

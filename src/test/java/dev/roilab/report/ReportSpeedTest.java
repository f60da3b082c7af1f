package dev.roilab.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.result.ResultsFolder;
import dev.roilab.result.Status;
import dev.roilab.result.StudyResults;
import dev.roilab.run.InstantExecutor;
import dev.roilab.run.RunOptions;
import dev.roilab.run.SilentListener;
import dev.roilab.run.StudyOutcome;
import dev.roilab.run.StudyRunner;
import dev.roilab.study.StudyPlan;
import dev.roilab.study.StudyText;
import dev.roilab.study.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Tag("slow")
@Isolated("it measures time and memory")
class ReportSpeedTest {
    private static final int ARMS = 400;
    private static final int SEEDS = 5;

    /** The figure; a slow machine that runs other tests beside this one gets three times as long. */
    private static final Duration LIMIT = Duration.ofSeconds(15);

    @Test
    void twoThousandTrialsOnDiskAreReportedInSeconds(@TempDir Path folder) throws IOException {
        String rates = IntStream.rangeClosed(1, ARMS)
                .mapToObj(arm -> "arm-" + arm + ": " + arm / 1000.0)
                .collect(Collectors.joining(", "));
        StudyPlan plan = StudyPlan.of(StudyText.write(folder, """
                        study: many
                        question: Which of four hundred?
                        extends: base.yaml
                        vary: {train.rate: {RATES}}
                        seeds: [1, 2, 3, 4, 5]
                        claims: [{that: ap50(arm-7) > ap50(arm-3)}]
                        """.replace("RATES", rates)), List.of());
        Path results = resultsOf(plan, folder.resolve("results"));

        Instant start = Instant.now();
        StudyResults read = ResultsFolder.read(results);
        new ReportWriter().write(read, folder.resolve("report"));
        Duration taken = Duration.between(start, Instant.now());
        assertThat(read.trials()).hasSize(ARMS * SEEDS).allMatch(trial -> trial.status() == Status.OK);
        assertThat(read.trials().getLast().trial()).isEqualTo("rate=arm-400,seed=5");
        assertThat(folder.resolve("report/report.html")).isNotEmptyFile();
        assertThat(taken).as("reporting %d trials", ARMS * SEEDS).isLessThan(LIMIT);
    }

    /** The first trial is run, and the others are its copies under their own names. */
    private static Path resultsOf(StudyPlan plan, Path folder) throws IOException {
        Trial first = plan.trials().getFirst();
        var one = new StudyPlan(
                plan.study(),
                plan.question(),
                plan.varied(),
                plan.report(),
                plan.timing(),
                plan.background(),
                List.of(first),
                plan.sources());
        RunOptions options = RunOptions.in(folder);
        new StudyRunner(new InstantExecutor(), new SilentListener(), options).run(one);
        // None has crashed, so this writes down the plan and runs nothing.
        StudyOutcome outcome = new StudyRunner(
                        new InstantExecutor(), new SilentListener(), options.withOnly(Set.of(Status.CRASHED)))
                .run(plan);
        Path original = outcome.folder().resolve(first.name());
        for (Trial trial : plan.trials().subList(1, plan.trials().size())) {
            Path copy = Files.createDirectory(outcome.folder().resolve(trial.name()));
            for (String file : List.of("losses.csv", "curves.json", "gallery.json", "resolved.yaml")) {
                Files.copy(original.resolve(file), copy.resolve(file));
            }
            Files.writeString(
                    copy.resolve("result.json"),
                    Files.readString(original.resolve("result.json"))
                            .replace(first.name(), trial.name())
                            .replace("\"arm-1\"", "\"" + trial.varied().get("train.rate") + "\"")
                            .replace("\"seed\" : 1,", "\"seed\" : " + trial.seed() + ",")
                            // It speaks of the first trial's content; results of older versions have none.
                            .replaceFirst(",\\s*\"sha256\" : \"[0-9a-f]{64}\"", ""));
        }
        return outcome.folder();
    }
}

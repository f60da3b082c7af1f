package dev.roilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Arms are timed in processes of their own, which are killed, stopped and left alone. */
@Tag("slow")
@Execution(ExecutionMode.CONCURRENT)
class FreshProcessTest {
    private static final String STUDY = """
            study: fresh
            question: Does a process that times survive what happens to processes?
            extends: base.yaml
            data: {train: 4, test: 2, width: 64, height: 64, smallest: 16, largest: 40, shorter_side: 64, longer_side: 64}
            model: {proposals: {type: dense-grid, count: 100, scales: [24, 32], ratios: [1.0], step: 0.5},
              head: {fc: [16]}}
            train: {steps: 2, schedule: {warmup: 0}}
            timing: {images: 2, rounds: 1, processes: 2}
            vary: {model.postprocessing.nms: [0.3, 0.4]}
            seeds: [1]
            """;

    private static final long PATIENCE_SECONDS = 300;

    @TempDir
    private static Path folder = Path.of("");

    /** The first run trains, and times as nobody disturbs it. */
    @BeforeAll
    static void run() throws IOException, InterruptedException {
        Files.copy(Path.of("experiments/base/fast-rcnn.yaml"), folder.resolve("base.yaml"));
        Files.writeString(folder.resolve("study.yaml"), STUDY);
        Program first = start();
        assertThat(first.await()).as(first.output()).isZero();
        assertThat(first.output()).contains("timing 2 trials beside each other").doesNotContain("warning");
    }

    @AfterEach
    void killTheRest() throws InterruptedException {
        Program.killAll();
    }

    private static Program start() throws IOException {
        return Program.start(
                folder,
                "run",
                folder.resolve("study.yaml").toString(),
                "--results",
                folder.resolve("results").toString(),
                "--reports",
                folder.resolve("reports").toString());
    }

    private static Program startWithoutTimes() throws IOException {
        for (Path timing : timings()) {
            Files.delete(timing);
        }
        return start();
    }

    private static List<Path> timings() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("results"))) {
            return files.filter(file -> file.endsWith("timing.json")).toList();
        }
    }

    private static void assertTimed() throws IOException {
        assertThat(timings()).hasSize(2);
        for (Path timing : timings()) {
            assertThat(Files.readString(timing))
                    .contains("\"backbone\"", "\"proposals\"", "\"cores\"", "2 fresh processes")
                    .containsPattern("\"processes\" : \\[ [0-9.E-]+, [0-9.E-]+ \\]");
        }
        assertThat(folder.resolve("reports/fresh/report.md")).content().contains("Timed in 2 fresh processes");
        try (Stream<Path> left = Files.list(folder.resolve("results/fresh/timing"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void processesAreStoppedLeftAloneAndKilledAndTheNextRunTimesWhatIsLeft() throws Exception {
        assertTimed();
        Program program = startWithoutTimes();
        ProcessHandle timing = program.awaitFreshProcess();
        program.interrupt();
        assertThat(program.await()).as(program.output()).isEqualTo(ExitCode.STOPPED);
        assertThat(program.output()).contains("nothing is lost").doesNotContain("Exception");
        assertThat(timing.isAlive()).isFalse();
        assertThat(timings()).isEmpty();

        Program killed = start();
        timing = killed.awaitFreshProcess();
        killed.kill();
        timing.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);

        Program again = start();
        again.awaitFreshProcess().destroyForcibly();
        assertThat(again.await()).as(again.output()).isZero();
        assertThat(again.output()).contains("2 of them reused").doesNotContain("warning");
        assertTimed();
    }
}

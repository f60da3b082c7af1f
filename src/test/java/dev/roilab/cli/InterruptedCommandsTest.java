package dev.roilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.study.StudyText;
import dev.roilab.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands that have nothing to save end at once; each of these would go on for minutes. */
@Tag("slow")
class InterruptedCommandsTest {
    private static final String STUDY = """
            study: long
            question: How long?
            extends: base.yaml
            data: {width: 320, height: 320, shorter_side: 320, longer_side: 320, train: 4000}
            model: {proposals: {implementation: roilab, mode: quality},
              backbone: {width: 256, stride: 8}, head: {fc: [4096, 4096]}}
            train: {images: 8}
            seeds: [1]
            """;

    /** A second or two, on a machine that others use as well. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    @TempDir
    private Path folder = Path.of("");

    @AfterEach
    void killTheRest() throws InterruptedException {
        Program.killAll();
    }

    @Test
    void ctrlCEndsASearchAndLeavesWholeFiles() throws IOException, InterruptedException {
        Path cache = folder.resolve("cache");
        String study = StudyText.write(folder, STUDY).toString();
        Program program = Program.start(folder, "data", "proposals", study, "--cache", cache.toString());
        program.awaitOutput("proposals: ");
        awaitFirstFile(program, cache);
        long start = System.nanoTime();
        program.interrupt();
        assertThat(program.await()).as(program.output()).isEqualTo(130);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
        assertThat(program.output()).doesNotContain("Exception");
        // What it has searched is of use to the next: a file of the right length with a checksum that fits.
        assertThat(files(cache))
                .isNotEmpty()
                .allSatisfy(file -> assertThat((Files.size(file) - 16) % 32).isZero());
    }

    @Test
    void aPoliteKillEndsAnEstimate() throws IOException, InterruptedException {
        String study = StudyText.write(folder, STUDY).toString();
        Program program = Program.start(
                folder, "plan", study, "--results", folder.resolve("results").toString());
        program.awaitOutput("1 trials, 1 to run");
        Thread.sleep(500);
        assertThat(program.isAlive()).isTrue();
        long start = System.nanoTime();
        program.terminate();
        assertThat(program.await()).as(program.output()).isEqualTo(143);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
        assertThat(program.output())
                .contains("stopped; every file that it has written is whole. To begin again: ./roilab plan " + study)
                .doesNotContain("Exception", "about ");
    }

    @Test
    void ctrlCEndsABenchInOneLine() throws IOException, InterruptedException {
        String study = StudyText.write(folder, STUDY).toString();
        Program program = Program.start(
                folder, "bench", study, "--results", folder.resolve("results").toString());
        program.awaitOutput("timing ");
        program.interrupt();
        assertThat(program.await()).as(program.output()).isEqualTo(130);
        assertThat(program.output())
                .contains("stopped; nothing is lost. Go on with: ./roilab bench " + study)
                .doesNotContain("Exception", "\tat ");
    }

    /** Both are ended while Java still reads the study, or a little later. */
    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void aLintThatIsEndedSaysSoInOneLine(String signal, int code) throws IOException, InterruptedException {
        // A pipe that nobody writes to: the program waits for its first byte.
        Path study = folder.resolve("study.yaml");
        assertThat(new ProcessBuilder("mkfifo", study.toString()).start().waitFor())
                .isZero();
        Program program = Program.start(folder, "data", "lint", study.toString());
        Process writer = new ProcessBuilder(
                        "timeout", "60", "sh", "-c", "exec 3> \"$0\"; echo opened; sleep 60", study.toString())
                .start();
        try {
            assertThat(writer.inputReader().readLine()).as(program.output()).isEqualTo("opened");
            program.send(signal);
            assertThat(program.await()).as(program.output()).isEqualTo(code);
        } finally {
            writer.destroy();
        }
        assertThat(program.output().lines())
                .containsExactly("stopped; every file that it has written is whole. To begin again: ./roilab data lint "
                        + study);
    }

    private static void awaitFirstFile(Program program, Path cache) throws IOException, InterruptedException {
        while (program.isAlive() && (!Files.isDirectory(cache) || files(cache).isEmpty())) {
            Thread.sleep(20);
        }
    }

    private static List<Path> files(Path cache) throws IOException {
        try (Stream<Path> all = Files.walk(cache)) {
            return all.filter(file -> file.toString().endsWith(".boxes")).toList();
        }
    }
}

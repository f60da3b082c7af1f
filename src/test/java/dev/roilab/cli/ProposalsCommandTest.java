package dev.roilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.run.InstantExecutor;
import dev.roilab.run.executor.StopSignal;
import dev.roilab.study.StudyText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProposalsCommandTest {
    private static final String STUDY = """
            study: heads
            question: Which head?
            extends: base.yaml
            data: {width: 64, height: 48, train: 3, test: 2, objects: 2, smallest: 12, largest: 40, noise: 0}
            vary:
              model.head.fc: [[16], [32]]
            seeds: [1, 2]
            """;

    @TempDir
    private Path folder = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void computesOnceWhatTrialsShareAndSumsItUp() {
        Path study = StudyText.write(folder, STUDY);
        assertThat(execute(study)).isZero();
        assertThat(err.toString()).isEmpty();
        assertThat(out.toString().lines().map(line -> line.replaceAll(" +", " ")))
                .anySatisfy(line -> assertThat(line).isEqualTo(" images 3 2"))
                .anySatisfy(line -> assertThat(line).matches(" recall at IoU 0.5 [01]\\.\\d{3} [01]\\.\\d{3}"))
                .anySatisfy(line -> assertThat(line).matches(" boxes an image, range \\d+\\.\\.\\d+ \\d+\\.\\.\\d+"))
                .anySatisfy(
                        line -> assertThat(line).matches(" 5 images in \\d+\\.\\d s, 0 of them taken from the cache"))
                .anySatisfy(line -> assertThat(line).matches(" cache .*: 5 files, \\d+\\.\\d MB"))
                .filteredOn(line -> line.contains("proposals: {"))
                .hasSize(1);
    }

    @Test
    void takesASecondTimeFromTheCache() {
        Path study = StudyText.write(folder, STUDY);
        execute(study);
        out.getBuffer().setLength(0);
        assertThat(execute(study)).isZero();
        assertThat(out.toString()).contains(", 5 of them taken from the cache");
    }

    @Test
    void everySearchOfAStudyIsSummedUp() {
        Path study = StudyText.write(
                folder, STUDY.replace("model.head.fc: [[16], [32]]", "model.proposals.mode: [fast, quality]"));
        assertThat(execute(study)).isZero();
        assertThat(out.toString()).contains("mode: fast", "mode: quality");
    }

    @Test
    void gridsHaveNoCache() {
        Path study = StudyText.write(
                folder,
                STUDY
                        + "model: {proposals: {type: dense-grid, count: 50, scales: [16, 32], ratios: [1], step: 0.5}}\n");
        assertThat(execute(study)).isZero();
        assertThat(out.toString()).contains("dense-grid", "50..50").doesNotContain(" files, ");
    }

    private int execute(Path study) {
        var wiring = new Wiring(
                InstantExecutor::new,
                (_, _) -> {},
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                new StopSignal());
        String cache = folder.resolve("cache").toString();
        return Main.commandLine(wiring).execute("data", "proposals", study.toString(), "--cache", cache);
    }
}

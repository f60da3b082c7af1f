package dev.roilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.study.StudyText;
import dev.roilab.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Which resources are in the key of a trial's result, and how {@code explain} names them. */
@Tag("slow")
@Execution(ExecutionMode.CONCURRENT)
class ResourcesInKeysTest {
    private static final String STUDY = """
            study: s
            question: q
            extends: base.yaml
            data: {width: 64, height: 64, train: 2, test: 2, classes: 1, objects: 1, smallest: 20, largest: 40,
                   shorter_side: 64, longer_side: 64}
            train: {steps: 1, images: 2, schedule: {type: constant, warmup: 0}}
            model: {proposals: {type: dense-grid, count: 80, scales: [24, 36], ratios: [1.0], step: 0.3},
                    backbone: {width: 8}, head: {fc: [16, 8]}, sampling: {rois: 16}}
            timing:
            seeds: [1]
            """;

    @TempDir
    private Path folder = Path.of("");

    @AfterEach
    void killTheRest() throws InterruptedException {
        Program.killAll();
    }

    private Path copy() throws IOException {
        Path source = Program.classes();
        Path target = folder.resolve("classes");
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = target.resolve(source.relativize(file).toString());
                Files.createDirectories(to.resolveSibling("."));
                Files.copy(file, to);
            }
        }
        return target;
    }

    private String say(Path classes, String... command) throws IOException, InterruptedException {
        List<String> places = List.of("--results", folder.resolve("results").toString());
        Program program = Program.from(
                classes,
                folder.resolve("outputs"),
                Stream.concat(Stream.of(command), places.stream()).toArray(String[]::new));
        assertThat(program.await()).as(program.output()).isZero();
        return program.output();
    }

    @Test
    void aResourceBesideReachedClassesCountsAsCodeAndAnotherSystemsDoesNot() throws IOException, InterruptedException {
        Path classes = copy();
        String study = StudyText.write(folder, STUDY).toString();
        say(classes, "run", study, "--reports", folder.resolve("reports").toString());
        for (String other : List.of("model/yolo", "report", "claim")) {
            Files.writeString(classes.resolve("dev/roilab/" + other + "/table.properties"), "a = 1");
        }
        assertThat(say(classes, "explain", study)).contains("reused").doesNotContain("code changed");
        Files.writeString(classes.resolve("dev/roilab/model/fastrcnn/table.properties"), "a = 1");
        assertThat(say(classes, "explain", study))
                .contains("runs: code changed since")
                .contains(": 1 resource, dev/roilab/model/fastrcnn/table.properties")
                .doesNotContain("reused");
    }
}

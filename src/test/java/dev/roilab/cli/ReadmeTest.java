package dev.roilab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {
    private static final Path README = Path.of("README.md");
    private static final Path RESULTS = Path.of("results");

    @TempDir
    private Path folder;

    @Test
    void theTableOfStudiesIsWhatTheCommittedResultsGive() throws IOException {
        assertThat(Files.readString(README))
                .as("README.md; ./roilab report --readme README.md renews it")
                .isEqualTo(Readme.renewed(README, RESULTS));
    }

    @Test
    void everyStudyWithResultsHasARowWithItsVerdict() throws IOException {
        Path file = folder.resolve("README.md");
        Files.writeString(file, """
                before
                <!-- written by: roilab report --readme -->
                old
                <!-- end of what roilab report --readme writes -->
                after
                """);
        Readme.renew(file, RESULTS);
        assertThat(Files.readString(file))
                .startsWith("before\n")
                .endsWith("after\n")
                .doesNotContain("old")
                .contains("[quickstart](reports/quickstart/report.md)", "supported");
    }

    /** The table at the head of the README is written by hand. */
    @Test
    void theFirstTableIsTheQuickstartsOwn() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("README.md")).stream()
                .filter(line -> line.startsWith("| pool ") || line.startsWith("| align "))
                .toList();
        String report = Files.readString(Path.of("reports/quickstart/report.md"));
        assertThat(rows).hasSize(2).allSatisfy(row -> assertThat(report).contains(row.strip()));
    }

    @Test
    void aFileWithoutAPlaceForTheTableIsLeftAlone() throws IOException {
        Path file = folder.resolve("README.md");
        Files.writeString(file, "nothing");
        assertThatThrownBy(() -> Readme.renew(file, RESULTS))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("it needs a line");
        assertThat(Files.readString(file)).isEqualTo("nothing");
    }
}

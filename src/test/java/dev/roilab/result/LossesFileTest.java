package dev.roilab.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.nn.Losses;
import dev.roilab.result.TrialResult.LossPoint;
import dev.roilab.testing.TwoLosses;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LossesFileTest {
    @TempDir
    private Path folder = Path.of("");

    private String written(List<LossPoint> points) throws IOException {
        Path file = folder.resolve(LossesFile.NAME);
        LossesFile.write(file, points);
        assertThat(read(Files.readString(file))).isEqualTo(points);
        return Files.readString(file);
    }

    private List<LossPoint> read(String content) throws IOException {
        return LossesFile.read(folder.resolve(LossesFile.NAME), content.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aTermIsAColumnBetweenStepAndRate() throws IOException {
        assertThat(written(List.of(
                        new LossPoint(20, TwoLosses.of(1.25, 0.1), 0.01),
                        new LossPoint(40, TwoLosses.of(1 / 3.0, 1e-17), 0.001))))
                .isEqualTo("step,classification,box,rate\n20,1.25,0.1,0.01\n40,0.3333333333333333,1.0E-17,0.001\n");
        assertThat(written(List.of(new LossPoint(1, Losses.of("classification", 0.5), 0.1))))
                .isEqualTo("step,classification,rate\n1,0.5,0.1\n");
    }

    /** Of the stages of a training, one after the other. */
    @Test
    void aTermThatAStageHasNotLeavesItsCellEmpty() throws IOException {
        assertThat(written(List.of(
                        new LossPoint(1, Losses.of("classification", 0.5), 0.1),
                        new LossPoint(2, Losses.of("box", 0.25), 0.1))))
                .isEqualTo("step,classification,box,rate\n1,0.5,,0.1\n2,,0.25,0.1\n");
    }

    /** A trial that failed; before terms had names, such files named two all the same. */
    @Test
    void aFileMayHaveNoPoints() throws IOException {
        assertThat(written(List.of())).isEqualTo("step,rate\n");
        assertThat(read("step,classification,box,rate\n")).isEmpty();
    }

    @Test
    void aFileWithAnotherHeaderOrRowIsDamaged() {
        for (String header : List.of("", "step", "classification,rate", "step,box,box,rate", "rate,step")) {
            assertThatThrownBy(() -> read(header + "\n1,0.5,0.1\n"))
                    .as(header)
                    .isInstanceOf(IOException.class)
                    .hasMessage("%s:1 is damaged: '%s'; expected step, the names of the loss terms, each once, and rate"
                            .formatted(folder.resolve("losses.csv"), header));
        }
        assertThatThrownBy(() -> read("step,box,rate\n1,0.5,0.1\n2,0.5\n"))
                .hasMessage("%s:3 is damaged: '2,0.5': 2 cells, where the header has 3", folder.resolve("losses.csv"));
        assertThatThrownBy(() -> read("step,box,rate\n1,half,0.1\n"))
                .hasMessageContaining(":2 is damaged: '1,half,0.1'");
        assertThatThrownBy(() -> read("step,Box,rate\n1,0.5,0.1\n")).hasMessageContaining("cannot be called 'Box'");
    }
}

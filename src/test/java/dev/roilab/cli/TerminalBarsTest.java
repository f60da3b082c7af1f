package dev.roilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.cli.TerminalBars.Bar;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalBarsTest {
    private static final Bar TRAIN =
            new Bar("train", 0.5, 75, "150/300 9.3/s loss 0.505: classification 0.384, box 0.121");
    private static final Bar STUDY = new Bar("study", 0.995, -1, "9 of 10 trials");

    @Test
    void aBarHasPartTimeLeftAndText() {
        assertThat(TRAIN.line(120))
                .isEqualTo(
                        "train     [============           ]  50 %    1:15  150/300 9.3/s loss 0.505: classification 0.384,"
                                + " box 0.121");
        assertThat(STUDY.line(100)).isEqualTo("study     [==================]  99 %          9 of 10 trials");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 40, 60, 80, 132, 300})
    void aLineNeverFillsTheTerminal(int width) {
        assertThat(TRAIN.line(width).length()).isLessThanOrEqualTo(Math.max(1, width - 1));
        assertThat(new Bar("proposals", 1, 1e6, "x".repeat(400)).line(width)).endsWith("…");
    }

    /** Of a loss with many terms the last ones are cut off. */
    @Test
    void eightyColumnsHoldTheBarTheSpeedAndTheLoss() {
        assertThat(TRAIN.line(80)).contains("150/300 9.3/s loss 0.505: class").hasSize(79);
        assertThat(TRAIN.line(60)).contains("150/300 9.3/s loss").hasSize(59);
    }

    @Test
    void whatIsDrawnIsTakenOffAgain() {
        var text = new StringWriter();
        var bars = new TerminalBars(new PrintWriter(text), () -> 60);
        bars.clear();
        assertThat(text.toString()).isEmpty();
        bars.draw(List.of(STUDY, TRAIN));
        bars.clear();
        bars.clear();
        assertThat(text.toString()).endsWith("\033[2A\r\033[J").containsOnlyOnce("\033[2A");
    }

    @Test
    void timesAreMinutesAndSeconds() {
        assertThat(TerminalBars.time(0.4)).isEqualTo("0:00");
        assertThat(TerminalBars.time(3599)).isEqualTo("59:59");
        assertThat(TerminalBars.time(7265)).isEqualTo("2:01:05");
    }
}

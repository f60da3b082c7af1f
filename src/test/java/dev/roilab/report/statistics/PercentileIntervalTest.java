package dev.roilab.report.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PercentileIntervalTest {
    @Test
    void cutsOffOneFortiethOnEitherSideWhateverTheOrder() {
        double[] falling =
                IntStream.rangeClosed(0, 200).mapToDouble(i -> 200 - i).toArray();
        assertThat(PercentileInterval.of(falling)).hasValue(new PercentileInterval(5, 195));
    }

    @Test
    void leavesOutWhatIsNoNumber() {
        assertThat(PercentileInterval.of(new double[] {Double.NaN, 3})).hasValue(new PercentileInterval(3, 3));
        assertThat(PercentileInterval.of(new double[] {Double.NaN})).isEmpty();
    }
}

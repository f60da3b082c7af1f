package dev.roilab.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RandomStreamsTest {
    @Test
    void givesTheSameNumbersAtEachCall() {
        var streams = new RandomStreams(7);
        assertThat(streams.stream("weights").nextLong())
                .isEqualTo(streams.stream("weights").nextLong());
    }

    @Test
    void keepsItsNumbersFromReleaseToRelease() {
        // A change here changes every published result.
        SplittableRandom stream = new RandomStreams(1).stream("weights");
        assertThat(stream.nextLong()).isEqualTo(STABLE_FIRST);
        assertThat(stream.nextGaussian()).isEqualTo(STABLE_GAUSSIAN);
    }

    @Test
    void separatesNamesAndSeeds() {
        long weights = new RandomStreams(1).stream("weights").nextLong();
        assertThat(new RandomStreams(1).stream("batches").nextLong()).isNotEqualTo(weights);
        assertThat(new RandomStreams(2).stream("weights").nextLong()).isNotEqualTo(weights);
    }

    private static final long STABLE_FIRST = 5133652154146250906L;
    private static final double STABLE_GAUSSIAN = 1.0829035685045463;
}

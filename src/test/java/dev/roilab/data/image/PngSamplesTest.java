package dev.roilab.data.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.data.image.PngSamples.Kind;
import dev.roilab.testing.PngBytes;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PngSamplesTest {
    private static final int[] UPPER = {0, 1, 1, 0, 1};
    private static final int[] LOWER = {1, 0, 0, 1, 1};

    private static int[] ramp(int count) {
        return IntStream.range(0, count).map(i -> 0x010203 * (i % 80)).toArray();
    }

    private static int[] times(int factor, int[] row) {
        return IntStream.of(row).map(value -> factor * value).toArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8})
    void indicesOfAPaletteAreReadAsTheyAreStored(int bits) {
        int most = (1 << bits) - 1;
        PngSamples read = PngSamples.of(PngBytes.indexed(bits, ramp(1 << bits), times(most, UPPER), times(most, LOWER)))
                .orElseThrow();
        assertThat(read.kind()).isEqualTo(Kind.INDEX);
        assertThat(read.width()).isEqualTo(5);
        assertThat(read.height()).isEqualTo(2);
        assertThat(read.values()).containsExactly(0, most, most, 0, most, most, 0, 0, most, most);
        assertThat(read.palette()).isEqualTo(ramp(1 << bits));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8, 16})
    void greyValuesAreReadAsTheyAreStored(int bits) {
        int most = (1 << bits) - 1;
        PngSamples read = PngSamples.of(PngBytes.grey(bits, times(most, UPPER), times(most / 2, LOWER)))
                .orElseThrow();
        assertThat(read.kind()).isEqualTo(Kind.GREY);
        assertThat(read.bits()).isEqualTo(bits);
        int half = most / 2;
        assertThat(read.values()).containsExactly(0, most, most, 0, most, half, 0, 0, half, half);
    }

    @Test
    void coloursAreRead() {
        PngSamples read = PngSamples.of(PngBytes.colours(new int[] {0x6EC1E4, 0xFEDD3A}, new int[] {0, 0xFFFFFF}))
                .orElseThrow();
        assertThat(read.kind()).isEqualTo(Kind.COLOUR);
        assertThat(read.values()).containsExactly(0x6EC1E4, 0xFEDD3A, 0, 0xFFFFFF);
        assertThat(read.opaque()).isTrue();
        assertThat(read.isGreyInColours()).isFalse();
        assertThat(PngSamples.of(PngBytes.colours(new int[] {0x030303, 0xFFFFFF}))
                        .orElseThrow()
                        .isGreyInColours())
                .isTrue();
    }

    @Test
    void coloursBelowWhatLetsThemThroughAreRead() {
        PngSamples read = PngSamples.of(PngBytes.transparent(new int[] {0xFF6EC1E4, 0x00FEDD3A}))
                .orElseThrow();
        assertThat(read.values()).containsExactly(0x6EC1E4, 0xFEDD3A);
        assertThat(read.opaque()).isFalse();
        assertThat(PngSamples.of(PngBytes.transparent(new int[] {0xFF6EC1E4}))
                        .orElseThrow()
                        .opaque())
                .isTrue();
    }
}

package dev.roilab.geometry.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.geometry.Box;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RunLengthMaskTest {
    private static final int HEIGHT = 7;
    private static final int WIDTH = 9;

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    private static boolean[] picture(SplittableRandom random) {
        double part = random.nextInt(5) / 4.0;
        boolean[] pixels = new boolean[HEIGHT * WIDTH];
        for (int place = 0; place < pixels.length; place++) {
            pixels[place] = random.nextDouble() < part;
        }
        return pixels;
    }

    /** . # # columns (0, 1), (1, 1), (1, 0): one pixel outside, four inside, one outside. */
    @Test
    void readsColumnsFirst() {
        RunLengthMask mask = RunLengthMask.ofBitmap(2, 3, new boolean[] {false, true, true, true, true, false});
        assertThat(mask.counts()).containsExactly(1, 4, 1);
        assertThat(mask.compressed()).isEqualTo("141");
        assertThat(mask.area()).isEqualTo(4);
        assertThat(mask.box()).isEqualTo(new Box(0, 0, 3, 2));
        assertThat(mask.contains(0, 0)).isFalse();
        assertThat(mask.contains(0, 1)).isTrue();
        assertThat(mask.contains(2, 1)).isFalse();
        assertThat(mask.contains(0, 2)).isFalse();
    }

    @Test
    void runsOfNoLengthCountForNothing() {
        RunLengthMask mask = RunLengthMask.of(2, 3, new int[] {1, 2, 0, 2, 1, 0});
        assertThat(mask).isEqualTo(RunLengthMask.of(2, 3, new int[] {1, 4, 1}));
        assertThat(RunLengthMask.of(2, 3, new int[] {6, 0})).isEqualTo(RunLengthMask.empty(2, 3));
        assertThat(RunLengthMask.of(2, 3, new int[] {0, 6}).counts()).containsExactly(0, 6);
        assertThat(RunLengthMask.empty(2, 3).counts()).containsExactly(6);
        assertThat(RunLengthMask.empty(2, 3).box()).isEqualTo(new Box(0, 0, 0, 0));
    }

    @Test
    void theLongestRunIsReadAndALongerOneIsRefused() {
        int[] longest = {Integer.MAX_VALUE, 0, Integer.MAX_VALUE, Integer.MAX_VALUE};
        String text = CompressedCounts.encode(longest);
        assertThat(CompressedCounts.decode(text)).containsExactly(longest);
        // The fourth is 2^31 more than the second: 2 after six groups of zeros, of five bits each.
        assertThatThrownBy(() -> CompressedCounts.decode("000PPPPPP2"))
                .hasMessage("run length 3 of a compressed mask is 2147483648, expected 0 to 2147483647");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void goesThereAndBack(long seed) {
        boolean[] pixels = picture(new SplittableRandom(seed));
        RunLengthMask mask = RunLengthMask.ofBitmap(HEIGHT, WIDTH, pixels);
        assertThat(mask.bitmap()).containsExactly(pixels);
        assertThat(RunLengthMask.of(HEIGHT, WIDTH, mask.counts()))
                .isEqualTo(mask)
                .hasSameHashCodeAs(mask);
        assertThat(RunLengthMask.ofCompressed(HEIGHT, WIDTH, mask.compressed())).isEqualTo(mask);
        Box box = mask.box();
        for (int place = 0; place < pixels.length; place++) {
            int x = place % WIDTH;
            int y = place / WIDTH;
            assertThat(mask.contains(x, y)).isEqualTo(pixels[place]);
            assertThat(pixels[place] && (x < box.x1() || x >= box.x2() || y < box.y1() || y >= box.y2()))
                    .isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void setOperationsEqualThoseOfPixels(long seed) {
        var random = new SplittableRandom(seed);
        boolean[] one = picture(random);
        boolean[] other = picture(random);
        boolean[] either = new boolean[one.length];
        boolean[] both = new boolean[one.length];
        int inEither = 0;
        int inBoth = 0;
        int inOne = 0;
        for (int place = 0; place < one.length; place++) {
            either[place] = one[place] || other[place];
            both[place] = one[place] && other[place];
            inEither += either[place] ? 1 : 0;
            inBoth += both[place] ? 1 : 0;
            inOne += one[place] ? 1 : 0;
        }
        RunLengthMask first = RunLengthMask.ofBitmap(HEIGHT, WIDTH, one);
        RunLengthMask second = RunLengthMask.ofBitmap(HEIGHT, WIDTH, other);
        assertThat(first.area()).isEqualTo(inOne);
        assertThat(first.union(second)).isEqualTo(RunLengthMask.ofBitmap(HEIGHT, WIDTH, either));
        assertThat(first.intersection(second)).isEqualTo(RunLengthMask.ofBitmap(HEIGHT, WIDTH, both));
        assertThat(first.sharedArea(second)).isEqualTo(inBoth);
        assertThat(first.iou(second)).isEqualTo(inEither == 0 ? 0 : inBoth / (double) inEither);
        assertThat(first.shareInside(second)).isEqualTo(inOne == 0 ? 0 : inBoth / (double) inOne);
    }

    @Test
    void refusesRunsThatDoNotFillThePicture() {
        assertThatThrownBy(() -> RunLengthMask.of(5, 7, new int[] {10, 20}))
                .hasMessage("the run lengths of a mask 7 wide and 5 high add up to 30, expected 35");
        assertThatThrownBy(() -> RunLengthMask.of(5, 7, new int[] {Integer.MAX_VALUE, Integer.MAX_VALUE}))
                .hasMessageContaining("add up to 4294967294, expected 35");
        assertThatThrownBy(() -> RunLengthMask.of(5, 7, new int[] {10, -1, 26}))
                .hasMessage("run length 1 of a mask is -1, expected at least 0");
        assertThatThrownBy(() -> RunLengthMask.ofBitmap(5, 7, new boolean[30]))
                .hasMessage("a bitmap has 30 pixels, expected 7 x 5 = 35");
        assertThatThrownBy(() -> RunLengthMask.empty(0, 7)).hasMessageContaining("7 wide and 0 high");
        assertThatThrownBy(() -> RunLengthMask.empty(70_000, 70_000)).hasMessageContaining("at most 2147483647");
        assertThatThrownBy(() -> RunLengthMask.empty(5, 7).iou(RunLengthMask.empty(7, 5)))
                .hasMessage("a mask is 5 wide and 7 high, expected 7 and 5 as the one that it is compared with");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '"',
            value = {
                "a01a0 \"add up to 35, expected 36\"",
                "a01a0! \"have '!' at place 5, expected 0 to o\"",
                "a01a0p \"have 'p' at place 5, expected 0 to o\"",
                "Q \"end within a number, after 1 characters\"",
                "ooooooooo \"expected a number's end\"",
                "O \"run length 0 of a compressed mask is -1\""
            })
    void refusesTextThatIsNoCode(String text, String problem) {
        assertThatThrownBy(() -> RunLengthMask.ofCompressed(4, 9, text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(problem);
    }
}

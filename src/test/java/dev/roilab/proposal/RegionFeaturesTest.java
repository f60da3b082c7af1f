package dev.roilab.proposal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RegionFeaturesTest {
    /** Sums of up to 240 rounded-down terms stay within this of the exact value. */
    private static final double TOLERANCE = 1e-4;

    private static final RegionPairs NONE = new RegionPairs(new int[0], new int[0]);

    private static double part(int similarity) {
        return (double) similarity / RegionFeatures.ONE;
    }

    private static RegionFeatures features(byte[][] image, int width, int... labels) {
        int regions = Arrays.stream(labels).max().orElseThrow() + 1;
        return new RegionFeatures(new Segmentation(labels, regions, NONE), PixelBins.of(image, width));
    }

    @Test
    void colourIsTheIntersectionOfTheHistograms() {
        // Region 0: three pixels of level 20, one of 180; region 1: one of 20, one of 180, two of 100.
        byte[][] image = Pictures.drawn("1119", "1955");
        RegionFeatures features = features(image, 4, 0, 0, 0, 0, 1, 1, 1, 1);

        // min(3/4, 1/4) + min(1/4, 1/4) + min(0, 2/4)
        assertThat(part(features.colour(0, 1))).isCloseTo(0.5, within(TOLERANCE));
        assertThat(part(features.colour(0, 0))).isCloseTo(1, within(TOLERANCE));
    }

    @Test
    void colourIsTheMeanOverTheChannels() {
        // Equal in the first channel, disjoint in the second.
        byte[][] image = {{10, 10}, {10, 99}};

        assertThat(part(features(image, 2, 0, 1).colour(0, 1))).isCloseTo(0.5, within(TOLERANCE));
    }

    @Test
    void hasTwentyFiveColoursOfWhichTheLastEndsAtWhite() {
        byte[][] image = {{0, 10, 11, (byte) 246, (byte) 255}};
        RegionFeatures features = features(image, 5, 0, 1, 2, 3, 4);

        // A bin is 10.24 levels wide.
        assertThat(part(features.colour(0, 1))).isCloseTo(1, within(TOLERANCE));
        assertThat(features.colour(1, 2)).isZero();
        assertThat(part(features.colour(3, 4))).isCloseTo(1, within(TOLERANCE));
    }

    @Test
    void sizeIsThePartOfTheImageThatIsLeft() {
        RegionFeatures features =
                features(Pictures.drawn("11112222", "33333333"), 8, 0, 0, 0, 0, 1, 1, 1, 2, 3, 3, 3, 3, 3, 3, 3, 3);

        assertThat(part(features.size(0, 1))).isCloseTo(1 - 7.0 / 16, within(TOLERANCE));
        assertThat(part(features.size(0, 3))).isCloseTo(1 - 12.0 / 16, within(TOLERANCE));
    }

    @Test
    void fillIsOneLessTheGapsOfTheBoxAroundBoth() {
        // Region 1 is one pixel below the left end of region 0: their box has 8 pixels, 3 of them in neither.
        RegionFeatures features = features(Pictures.drawn("1111", "2333"), 4, 0, 0, 0, 0, 1, 2, 2, 2);

        assertThat(part(features.fill(0, 1))).isCloseTo(1 - 3.0 / 8, within(TOLERANCE));
        assertThat(part(features.fill(1, 2))).isCloseTo(1, within(TOLERANCE));
    }

    @Test
    void textureKnowsTheDirectionOfAnEdge() {
        int width = 30;
        byte[][] image = new byte[1][width * width];
        int[] labels = new int[width * width];
        for (int pixel = 0; pixel < labels.length; pixel++) {
            int x = pixel % width;
            int y = pixel / width;
            // Three strips: a step to the right, the same step, and a step downwards, each ten rows.
            labels[pixel] = y / 10;
            image[0][pixel] = (byte) (y < 20 ? (x < 15 ? 0 : 200) : y < 25 ? 0 : 200);
        }
        RegionFeatures features = features(image, width, labels);

        assertThat(features.texture(0, 1)).isGreaterThan(features.texture(0, 2));
        assertThat(part(features.texture(0, 0))).isCloseTo(1, within(TOLERANCE));
    }

    @Test
    void evenRegionsHaveEqualTexture() {
        RegionFeatures features = features(new byte[2][40], 8, labels(40, 20));

        assertThat(part(features.texture(0, 1))).isCloseTo(1, within(TOLERANCE));
    }

    private static int[] labels(int pixels, int firstOfOne) {
        int[] labels = new int[pixels];
        Arrays.fill(labels, firstOfOne, pixels, 1);
        return labels;
    }

    @Test
    void mixesSumTheirTerms() {
        byte[][] image = Pictures.noise(3, 9, 9, new SplittableRandom(1));
        RegionFeatures features = features(image, 9, labels(81, 30));
        int colour = features.colour(0, 1);
        int texture = features.texture(0, 1);
        int size = features.size(0, 1);
        int fill = features.fill(0, 1);

        assertThat(features.similarity(0, 1, SimilarityMix.ALL)).isEqualTo(colour + texture + size + fill);
        assertThat(features.similarity(0, 1, SimilarityMix.WITHOUT_COLOUR)).isEqualTo(texture + size + fill);
        assertThat(features.similarity(0, 1, SimilarityMix.SIZE)).isEqualTo(size);
        assertThat(features.similarity(0, 1, SimilarityMix.FILL)).isEqualTo(fill);
    }

    @Test
    void aMergedRegionEqualsOneThatIsMeasuredAfresh() {
        var random = new SplittableRandom(2);
        for (int trial = 0; trial < 20; trial++) {
            int width = random.nextInt(3, 20);
            int height = random.nextInt(3, 20);
            byte[][] image = Pictures.patches(random.nextInt(1, 4), width, height, random);
            int[] labels = random.ints((long) width * height, 0, 3).toArray();
            labels[0] = 0;
            labels[1] = 1;
            labels[2] = 2;
            RegionFeatures merged = features(image, width, labels);
            merged.merge(0, 1, 3, true);

            int[] afresh =
                    Arrays.stream(labels).map(label -> Math.max(0, label - 1)).toArray();
            RegionFeatures measured = features(image, width, afresh);

            assertThat(merged.similarity(3, 2, SimilarityMix.ALL))
                    .isEqualTo(measured.similarity(0, 1, SimilarityMix.ALL));
            assertThat(Arrays.copyOfRange(merged.corners(), 12, 16))
                    .containsExactly(Arrays.copyOf(measured.corners(), 4));
        }
    }
}

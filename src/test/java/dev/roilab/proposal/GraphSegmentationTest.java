package dev.roilab.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphSegmentationTest {
    private static final double[] KS = {3, 40, 150, 600, 4000};

    private static Segmentation segment(float[][] image, int width, double k, int smallest) {
        return segment(image, width, Neighbourhood.EIGHT, k, smallest);
    }

    private static Segmentation segment(
            float[][] image, int width, Neighbourhood neighbourhood, double k, int smallest) {
        return GraphSegmentation.segment(
                ContractedGraph.of(PixelGraph.of(image, width, neighbourhood), k), k, smallest);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 17, 31})
    void equalsThePlainAlgorithmOnPixelsForEveryKOfOneContractedGraph(int width) {
        var random = new SplittableRandom(width);
        for (int trial = 0; trial < 12; trial++) {
            int height = random.nextInt(1, 40);
            int channels = random.nextInt(1, 4);
            byte[][] bytes = trial % 3 == 0
                    ? Pictures.noise(channels, width, height, random)
                    : Pictures.patches(channels, width, height, random);
            float[][] image = Pictures.floats(bytes);
            int smallest = random.nextInt(1, 30);
            Neighbourhood neighbourhood = trial % 2 == 0 ? Neighbourhood.EIGHT : Neighbourhood.FOUR;
            ContractedGraph graph = ContractedGraph.of(PixelGraph.of(image, width, neighbourhood), KS[0]);
            for (double k : KS) {
                assertThat(GraphSegmentation.segment(graph, k, smallest).labels())
                        .as(
                                "%d: %s, %d x %d pixels, k %s, smallest %d",
                                trial, neighbourhood, width, height, k, smallest)
                        .isEqualTo(PlainSegmentation.labels(image, width, neighbourhood, k, smallest));
            }
        }
    }

    @Test
    void contractsMostPixelsOfAnEvenPicture() {
        float[][] image = Pictures.floats(Pictures.patches(3, 60, 40, new SplittableRandom(1)));

        ContractedGraph graph = ContractedGraph.of(PixelGraph.of(image, 60, Neighbourhood.EIGHT), 150);

        assertThat(graph.sizes()).hasSizeLessThan(60 * 40 / 10);
    }

    @Test
    void separatesWhatDiffersByMoreThanTheLimit() {
        // Two halves of 8 even pixels, 100 grey levels apart: joined if 100 <= 0 + k / 8.
        float[][] image = Pictures.floats(Pictures.drawn("1166", "1166", "1166", "1166"));

        assertThat(segment(image, 4, 799, 1).labels()).containsExactly(0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1);
        assertThat(segment(image, 4, 800, 1).regions()).isEqualTo(1);
    }

    @Test
    void joinsOverCornersOnlyWithEightNeighbours() {
        float[][] image = Pictures.floats(Pictures.drawn("19", "91"));

        assertThat(segment(image, 2, Neighbourhood.FOUR, 1, 1).labels()).containsExactly(0, 1, 2, 3);
        assertThat(segment(image, 2, Neighbourhood.EIGHT, 1, 1).labels()).containsExactly(0, 1, 1, 0);
    }

    @Test
    void joinsASmallRegionAlongItsLightestEdge() {
        // The middle column is 40 grey levels from the left and 60 from the right.
        float[][] image = Pictures.floats(Pictures.drawn("11366", "11366", "11366"));

        assertThat(segment(image, 5, 1, 1).regions()).isEqualTo(3);
        assertThat(segment(image, 5, 1, 4).labels()).startsWith(0, 0, 0, 1, 1);
    }

    @Test
    void listsNeighboursOnceAndSorted() {
        float[][] image = Pictures.floats(Pictures.drawn("1199", "1199", "5533", "5533"));

        RegionPairs neighbours = segment(image, 4, 1, 1).neighbours();

        // Corners touch too: 0 with 3, 1 with 2.
        assertThat(neighbours.first()).containsExactly(0, 0, 0, 1, 1, 2);
        assertThat(neighbours.second()).containsExactly(1, 2, 3, 2, 3, 3);

        RegionPairs sides = segment(image, 4, Neighbourhood.FOUR, 1, 1).neighbours();

        assertThat(sides.first()).containsExactly(0, 0, 1, 2);
        assertThat(sides.second()).containsExactly(1, 2, 3, 3);
    }

    @Test
    void makesOneRegionOfOnePixel() {
        Segmentation one = segment(new float[][] {{7}}, 1, 150, 100);

        assertThat(one.labels()).containsExactly(0);
        assertThat(one.neighbours().count()).isZero();
    }
}

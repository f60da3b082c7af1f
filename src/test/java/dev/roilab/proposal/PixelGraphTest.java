package dev.roilab.proposal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PixelGraphTest {
    @Test
    void joinsEachPixelToItsNeighbours() {
        PixelGraph four = PixelGraph.of(new float[1][7 * 5], 7, Neighbourhood.FOUR);
        PixelGraph eight = PixelGraph.of(new float[1][7 * 5], 7, Neighbourhood.EIGHT);

        assertThat(four.pixels()).isEqualTo(35);
        assertThat(four.edges()).isEqualTo(6 * 5 + 7 * 4);
        assertThat(eight.edges()).isEqualTo(6 * 5 + 7 * 4 + 2 * 6 * 4);
    }

    @ParameterizedTest
    @EnumSource
    void sortsEdgesByWeightThenRowThenDirectionThenColumn(Neighbourhood neighbourhood) {
        int width = 23;
        float[][] image = Pictures.floats(Pictures.patches(3, width, 19, new SplittableRandom(5)));
        PixelGraph graph = PixelGraph.of(image, width, neighbourhood);
        List<Integer> steps = List.of(1, width, width + 1, 1 - width);

        for (int place = 1; place < graph.edges(); place++) {
            assertThat(graph.weight(place)).isGreaterThanOrEqualTo(graph.weight(place - 1));
            if (graph.weight(place) == graph.weight(place - 1)) {
                assertThat(tieOrder(graph, place, width, steps))
                        .isGreaterThan(tieOrder(graph, place - 1, width, steps));
            }
        }
    }

    private static int tieOrder(PixelGraph graph, int place, int width, List<Integer> steps) {
        int first = graph.first(place);
        int direction = steps.indexOf(graph.second(place) - first);
        return (first / width * 4 + direction) * width + first % width;
    }

    @Test
    void weighsEdgesByTheDistanceOfTheirColours() {
        // Channels differ by 255, 255 and 255: the heaviest edge there is.
        float[][] image = {{0, 255}, {255, 0}, {0, 255}};
        PixelGraph graph = PixelGraph.of(image, 2, Neighbourhood.FOUR);

        assertThat(graph.edges()).isEqualTo(1);
        assertThat(graph.weight(0)).isCloseTo((float) (255 * Math.sqrt(3)), within(1f / PixelGraph.STEPS));
    }
}

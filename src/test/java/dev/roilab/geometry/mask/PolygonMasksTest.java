package dev.roilab.geometry.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PolygonMasksTest {
    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @Test
    void aRectangleHasThePixelsWhoseMiddlesItHolds() {
        RunLengthMask mask = PolygonMasks.of(5, 6, List.of(new double[] {1, 2, 4, 2, 4, 4, 1, 4}));
        assertThat(mask.counts()).containsExactly(7, 2, 3, 2, 3, 2, 11);
    }

    @Test
    void refusesWhatIsNoPolygonAllAtOnce() {
        List<double[]> polygons = List.of(
                new double[] {1, 1, 2, 2}, new double[] {1, 1, 5, 1, 3, 4}, new double[] {1, 1, 5, 1, 3}, new double[] {
                    1, 1, 5, Double.NaN, 3, 1e9
                });
        assertThatThrownBy(() -> PolygonMasks.of(8, 8, polygons))
                .hasMessage("polygon 1 of 4 has 2 points, expected at least 3; "
                        + "polygon 3 of 4 has 5 coordinates, expected an x and a y for each point; "
                        + "polygon 4 of 4 has the coordinate NaN at place 4 and 1 more such, expected pixels");
    }

    @Test
    void farCornersCostNoTime() {
        RunLengthMask mask = PolygonMasks.of(8, 8, List.of(new double[] {-9e6, -9e6, 9e6, -9e6, 9e6, 9e6, -9e6, 9e6}));
        assertThat(mask.area()).isEqualTo(64);
    }

    /** Corners anywhere, in and around the picture, long and short edges, some twice the same. */
    @ParameterizedTest
    @MethodSource("seeds")
    void equalsTheWalkStepByStep(long seed) {
        var random = new SplittableRandom(seed);
        int height = random.nextInt(1, 30);
        int width = random.nextInt(1, 30);
        double[] polygon = new double[2 * random.nextInt(3, 12)];
        for (int place = 0; place < polygon.length; place += 2) {
            boolean again = place > 0 && random.nextInt(8) == 0;
            boolean whole = random.nextBoolean();
            double x = random.nextDouble(-10, width + 10);
            double y = random.nextDouble(-10, height + 10);
            polygon[place] = again ? polygon[place - 2] : whole ? Math.rint(x) : x;
            polygon[place + 1] = again ? polygon[place - 1] : whole ? Math.rint(y) : y;
        }
        assertThat(PolygonMasks.of(height, width, List.of(polygon)))
                .as(Arrays.toString(polygon))
                .isEqualTo(walked(height, width, polygon));
    }

    /** Every point of the border in fifths of a pixel, as pycocotools lists them. */
    private static RunLengthMask walked(int height, int width, double[] polygon) {
        List<int[]> points = new ArrayList<>();
        int corners = polygon.length / 2;
        for (int corner = 0; corner < corners; corner++) {
            int next = (corner + 1) % corners;
            line(
                    fifths(polygon[2 * corner]),
                    fifths(polygon[2 * corner + 1]),
                    fifths(polygon[2 * next]),
                    fifths(polygon[2 * next + 1]),
                    points);
        }
        boolean[] inside = new boolean[height * width];
        for (int point = 1; point < points.size(); point++) {
            int[] one = points.get(point - 1);
            int[] two = points.get(point);
            double column = (Math.min(one[0], two[0]) + 0.5) / 5 - 0.5;
            if (one[0] != two[0] && column == Math.rint(column) && column >= 0 && column <= width - 1) {
                double row = Math.ceil((Math.min(one[1], two[1]) + 0.5) / 5 - 0.5);
                for (int y = (int) Math.max(row, 0); y < height; y++) {
                    inside[y * width + (int) column] ^= true;
                }
            }
        }
        return RunLengthMask.ofBitmap(height, width, inside);
    }

    private static void line(int x1, int y1, int x2, int y2, List<int[]> points) {
        int steps = Math.max(Math.abs(x2 - x1), Math.abs(y2 - y1));
        boolean flat = Math.abs(x2 - x1) >= Math.abs(y2 - y1);
        boolean turned = flat ? x1 > x2 : y1 > y2;
        int startX = turned ? x2 : x1;
        int startY = turned ? y2 : y1;
        double slope =
                flat ? (double) (turned ? y1 - y2 : y2 - y1) / steps : (double) (turned ? x1 - x2 : x2 - x1) / steps;
        for (int step = 0; step <= steps; step++) {
            int along = turned ? steps - step : step;
            points.add(
                    flat
                            ? new int[] {startX + along, (int) (startY + slope * along + 0.5)}
                            : new int[] {(int) (startX + slope * along + 0.5), startY + along});
        }
    }

    private static int fifths(double coordinate) {
        return (int) (5 * coordinate + 0.5);
    }
}

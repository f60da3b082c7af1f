package dev.roilab.task.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.data.Pixels;
import dev.roilab.data.Sample;
import dev.roilab.data.parts.LabelMap;
import dev.roilab.statistics.ImageDraws;
import dev.roilab.task.Evaluation;
import dev.roilab.task.Mark;
import dev.roilab.task.TestSet;
import dev.roilab.task.TestSet.Tested;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SegmentationTaskTest {
    private static final SegmentationTask TASK = SegmentationTask.INSTANCE;
    private static final List<String> CLASSES = List.of("background", "cat", "dog");
    private static final int X = LabelMap.IGNORED;

    static LabelMap map(int[][] rows) {
        byte[] labels = new byte[rows.length * rows[0].length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = (byte) rows[i / rows[0].length][i % rows[0].length];
        }
        return LabelMap.of(rows.length, rows[0].length, labels);
    }

    private record Picture(String id, LabelMap truth) implements Sample<LabelMap> {
        @Override
        public int width() {
            return truth.width();
        }

        @Override
        public int height() {
            return truth.height();
        }

        @Override
        public Pixels read() {
            return new Pixels(width(), height(), new byte[3 * width() * height()]);
        }
    }

    private static TestSet<LabelMap, LabelMap> tested(List<LabelMap> truth, List<LabelMap> found) {
        List<Tested<LabelMap, LabelMap>> images = new ArrayList<>();
        for (int i = 0; i < truth.size(); i++) {
            images.add(new Tested<>(new Picture("p" + i, truth.get(i)), found.get(i)));
        }
        return new TestSet<>(CLASSES, images);
    }

    private static double metric(Evaluation evaluation, String name) {
        return Objects.requireNonNull(evaluation.metrics().get(name));
    }

    /** Ten pixels count: background 5 of which 4 right, cat 3 of which 2, dog 2 of which 1. */
    private static final LabelMap TRUTH = map(new int[][] {{0, 0, 0, 0}, {0, 1, 1, X}, {1, 2, 2, X}});

    private static final LabelMap FOUND = map(new int[][] {{0, 0, 0, 0}, {1, 1, 1, 2}, {2, 2, 0, 1}});

    @Test
    void theFourNumbersOfFcnAreThoseCountedByHand() {
        Evaluation evaluation = TASK.evaluate(tested(List.of(TRUTH), List.of(FOUND)));
        double background = 4.0 / 6;
        double cat = 2.0 / 4;
        double dog = 1.0 / 3;
        assertThat(metric(evaluation, "pixel_accuracy")).isCloseTo(0.7, within(1e-12));
        assertThat(metric(evaluation, "mean_accuracy")).isCloseTo((4.0 / 5 + 2.0 / 3 + 1.0 / 2) / 3, within(1e-12));
        assertThat(metric(evaluation, "mean_iou")).isCloseTo((background + cat + dog) / 3, within(1e-12));
        assertThat(metric(evaluation, "frequency_weighted_iou"))
                .isCloseTo((5 * background + 3 * cat + 2 * dog) / 10, within(1e-12));
        assertThat(evaluation.byClass().getFirst().values())
                .isEqualTo(Map.of("background", background, "cat", cat, "dog", dog));
        assertThat(evaluation.metrics().keySet())
                .containsExactlyElementsOf(
                        TASK.measures().stream().map(measure -> measure.name()).toList());
    }

    @Test
    void aClassThatIsNowhereCountsOnlyWhereItIsFoundInVain() {
        LabelMap cats = map(new int[][] {{0, 0, 1, 1}});
        Evaluation right = TASK.evaluate(tested(List.of(cats), List.of(cats)));
        assertThat(metric(right, "mean_iou")).isOne();
        assertThat(metric(right, "mean_accuracy")).isOne();
        assertThat(right.byClass().getFirst().values()).containsOnlyKeys("background", "cat");
        LabelMap withDog = map(new int[][] {{0, 0, 1, 2}});
        Evaluation vain = TASK.evaluate(tested(List.of(cats), List.of(withDog)));
        assertThat(metric(vain, "mean_iou")).isCloseTo((1 + 0.5 + 0) / 3, within(1e-12));
        // No pixel is a dog's, so that there is no accuracy of dogs.
        assertThat(metric(vain, "mean_accuracy")).isCloseTo((1 + 0.5) / 2, within(1e-12));
        assertThat(metric(vain, "frequency_weighted_iou")).isCloseTo((2 * 1 + 2 * 0.5) / 4, within(1e-12));
    }

    /** In 12 columns of one row the true contour is at 6, the found one at 5: bands 4..5, 6..7 and 3..4, 5..6. */
    @Test
    void theBoundaryIuCountsTwoPixelsOnEachSideOfAContour() {
        LabelMap truth = map(new int[][] {{0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1}});
        LabelMap found = map(new int[][] {{0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1}});
        Evaluation evaluation = TASK.evaluate(tested(List.of(truth), List.of(found)));
        assertThat(metric(evaluation, "boundary_iou")).isCloseTo(1.0 / 3, within(1e-12));
        assertThat(metric(evaluation, "mean_iou")).isCloseTo((5.0 / 6 + 6.0 / 7) / 2, within(1e-12));
        // The picture's border is no contour: a picture of one class has none, and so no number.
        LabelMap plain = map(new int[][] {{1, 1, 1}, {1, 1, 1}});
        assertThat(TASK.evaluate(tested(List.of(plain), List.of(plain))).metrics())
                .doesNotContainKey("boundary_iou")
                .containsEntry("mean_iou", 1.0);
    }

    @Test
    void whereAllIsIgnoredNothingIsMeasured() {
        LabelMap ignored = map(new int[][] {{X, X}});
        Evaluation evaluation = TASK.evaluate(tested(List.of(ignored), List.of(map(new int[][] {{0, 2}}))));
        assertThat(evaluation.metrics()).isEmpty();
        assertThat(evaluation.byClass())
                .allSatisfy(table -> assertThat(table.values()).isEmpty());
    }

    private static LabelMap random(SplittableRandom random, int height, int width, int ignored) {
        byte[] labels = new byte[height * width];
        int label = 0;
        for (int i = 0; i < labels.length; i++) {
            label = random.nextInt(4) == 0 ? random.nextInt(3 + ignored) : label;
            labels[i] = (byte) (label == 3 ? X : label);
        }
        return LabelMap.of(height, width, labels);
    }

    @Test
    void everyNumberIsThatOfItsSlowTwin() {
        var random = new SplittableRandom(11);
        for (int round = 0; round < 20; round++) {
            List<LabelMap> truth = new ArrayList<>();
            List<LabelMap> found = new ArrayList<>();
            for (int picture = 0; picture < 3; picture++) {
                int height = 1 + random.nextInt(12);
                int width = 1 + random.nextInt(12);
                truth.add(random(random, height, width, 1));
                found.add(random(random, height, width, 0));
            }
            var twin = new TwinCounts(truth, found, 3);
            Evaluation evaluation = TASK.evaluate(tested(truth, found));
            assertThat(metric(evaluation, "mean_iou")).isCloseTo(twin.mean(twin::iou), within(1e-12));
            assertThat(metric(evaluation, "boundary_iou")).isCloseTo(twin.mean(twin::boundaryIou), within(1e-12));
            assertThat(metric(evaluation, "pixel_accuracy")).isCloseTo(twin.pixelAccuracy(), within(1e-12));
            assertThat(metric(evaluation, "mean_accuracy")).isCloseTo(twin.mean(twin::accuracy), within(1e-12));
            assertThat(metric(evaluation, "frequency_weighted_iou"))
                    .isCloseTo(twin.frequencyWeightedIou(), within(1e-12));
        }
    }

    @Test
    void aDrawCountsEachPictureAsOftenAsItWasDrawn() {
        var random = new SplittableRandom(12);
        List<LabelMap> truth = new ArrayList<>();
        List<LabelMap> found = new ArrayList<>();
        for (int picture = 0; picture < 4; picture++) {
            truth.add(random(random, 6, 7, 1));
            found.add(random(random, 6, 7, 0));
        }
        var drawn = TASK.replicates(tested(truth, found), 12);
        for (int draw = 0; draw < 12; draw++) {
            int[] weights = ImageDraws.weights(draw, 4);
            List<LabelMap> drawnTruth = new ArrayList<>();
            List<LabelMap> drawnFound = new ArrayList<>();
            for (int picture = 0; picture < 4; picture++) {
                for (int time = 0; time < weights[picture]; time++) {
                    drawnTruth.add(truth.get(picture));
                    drawnFound.add(found.get(picture));
                }
            }
            Evaluation again = TASK.evaluate(tested(drawnTruth, drawnFound));
            for (var measure : TASK.measures()) {
                assertThat(Objects.requireNonNull(drawn.get(measure.name()))[draw])
                        .as(measure.name())
                        .isEqualTo(metric(again, measure.name()));
            }
        }
    }

    @Test
    void theGalleryHasARegionForEachClassButTheBackground() {
        var marks = TASK.marks(CLASSES, TRUTH, FOUND);
        assertThat(marks.truth().marks()).hasSize(2);
        var cat = (Mark.Area) marks.truth().marks().getFirst();
        assertThat(cat.label()).hasValue(1);
        // Two pixels of a row, and one that touches them at a corner.
        assertThat(cat.borders()).hasSize(2);
        assertThat(marks.found().marks()).hasSize(2);
    }

    @Test
    void filesForOthersHaveRunsOfLabels() {
        assertThat(TASK.findingsJson(tested(List.of(TRUTH), List.of(FOUND))))
                .startsWith(
                        "{\"classes\":[\"background\",\"cat\",\"dog\"],\"images\":{\"p0\":{\"height\":3,\"width\":4,"
                                + "\"runs\":[0,4,1,3,2,3,0,1,1,1]}");
        assertThat(TASK.truthJson(CLASSES, List.of(new Picture("p0", TRUTH))))
                .contains("\"runs\":[0,5,1,2,255,1,1,1,2,2,255,1]");
    }

    @Test
    void labelsThatAreNoClassAndOtherSizesAreRefused() {
        LabelMap unknown = map(new int[][] {{0, 3}});
        LabelMap fine = map(new int[][] {{0, 1}});
        assertThatThrownBy(() -> TASK.evaluate(tested(List.of(fine), List.of(unknown))))
                .hasMessageContaining("a found label is 3, expected less than 3");
        assertThatThrownBy(() -> TASK.evaluate(tested(List.of(unknown), List.of(fine))))
                .hasMessageContaining("a true label is 3, expected less than 3");
        assertThatThrownBy(() -> TASK.evaluate(tested(List.of(fine), List.of(TRUTH))))
                .hasMessageContaining("4 x 3 pixels, expected the picture's 2 x 1");
    }
}

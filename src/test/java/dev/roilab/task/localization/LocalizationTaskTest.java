package dev.roilab.task.localization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.data.DataException;
import dev.roilab.data.DataSets;
import dev.roilab.data.DataSettings;
import dev.roilab.data.Dataset;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.geometry.Box;
import dev.roilab.statistics.ImageDraws;
import dev.roilab.task.Mark;
import dev.roilab.task.TestSet;
import dev.roilab.task.TestSet.Tested;
import dev.roilab.task.classification.ClassScores;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LocalizationTaskTest {
    private static final LocalizationTask TASK = LocalizationTask.INSTANCE;

    private static final Dataset<LocatedClass> DATA = TASK.read(
            DataSets.load(new DataSettings.Shapes(5, 64, 64, 4, 8, 2, 2, 24, 40, 0, 0.2, 3, 64, 64), Optional.empty()));

    /** A score for the right class or for the other, and the object's box with its width cut to a part. */
    private static FoundClass found(LocatedClass truth, boolean right, double part) {
        boolean first = (truth.label() == 0) == right;
        Box box = truth.box();
        return new FoundClass(
                new ClassScores(first ? List.of(0.75, 0.25) : List.of(0.25, 0.75)),
                new Box(box.x1(), box.y1(), box.x1() + part * box.width(), box.y2()));
    }

    /** Right with an IoU of 0.8; right with one of exactly 0.5; wrong with 1; then all right. */
    private static TestSet<LocatedClass, FoundClass> tested() {
        List<Tested<LocatedClass, FoundClass>> tested = new ArrayList<>();
        for (Sample<LocatedClass> sample : DATA.test()) {
            FoundClass found = switch (tested.size()) {
                case 0 -> found(sample.truth(), true, 0.8);
                case 1 -> found(sample.truth(), true, 0.5);
                case 2 -> found(sample.truth(), false, 1);
                default -> found(sample.truth(), true, 1);
            };
            tested.add(new Tested<>(sample, found));
        }
        return new TestSet<>(DATA.classes(), tested);
    }

    @Test
    void errorsAreThoseCountedByHand() {
        var metrics = TASK.evaluate(tested()).metrics();
        assertThat(metrics.get("localization_error")).isCloseTo(2.0 / 8, within(1e-12));
        assertThat(metrics.get("top1_error")).isCloseTo(1.0 / 8, within(1e-12));
        assertThat(metrics.get("mean_iou")).isCloseTo((0.8 + 0.5 + 6) / 8, within(1e-9));
        assertThat(TASK.measures()).extracting(measure -> measure.name()).containsExactlyElementsOf(metrics.keySet());
    }

    @Test
    void aDrawCountsEachPictureAsOftenAsItWasDrawn() {
        var drawn = TASK.replicates(tested(), 10);
        for (int draw = 0; draw < 10; draw++) {
            int[] weights = ImageDraws.weights(draw, 8);
            assertThat(replicates(drawn, "localization_error")[draw])
                    .isCloseTo((weights[1] + weights[2]) / 8.0, within(1e-12));
            assertThat(replicates(drawn, "top1_error")[draw]).isCloseTo(weights[2] / 8.0, within(1e-12));
            double lost = 0.2 * weights[0] + 0.5 * weights[1];
            assertThat(replicates(drawn, "mean_iou")[draw]).isCloseTo(1 - lost / 8, within(1e-9));
        }
    }

    private static double[] replicates(Map<String, double[]> drawn, String measure) {
        return Objects.requireNonNull(drawn.get(measure));
    }

    @Test
    void theGalleryDrawsBothBoxes() {
        LocatedClass truth = DATA.test().getFirst().truth();
        var marks = TASK.marks(DATA.classes(), truth, found(truth, true, 1));
        assertThat(marks.truth().marks()).singleElement().isInstanceOf(Mark.Rectangle.class);
        assertThat(((Mark.Rectangle) marks.found().marks().getFirst()).score()).hasValue(0.75);
    }

    @Test
    void filesForOthersHaveBoxesAndProbabilities() {
        assertThat(TASK.findingsJson(tested())).contains("\"probabilities\":[", "\"box\":[");
        assertThat(TASK.truthJson(DATA.classes(), DATA.test())).contains("\"name\":\"circle\"", "\"box\":[");
    }

    @Test
    void picturesWithoutAnObjectAreRefused() {
        Dataset<TrueObjects> annotated = DataSets.load(
                new DataSettings.Shapes(5, 64, 64, 4, 8, 2, 2, 24, 40, 0, 0.2, 3, 64, 64), Optional.empty());
        Dataset<TrueObjects> empty = annotated.map(_ -> new TrueObjects(List.of()));
        assertThatThrownBy(() -> TASK.read(empty))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("data: 12 of 12 pictures have no object to outline, the first is train-00000");
    }
}

package dev.roilab.task.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.data.DataException;
import dev.roilab.data.Dataset;
import dev.roilab.data.Pixels;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObject;
import dev.roilab.data.TrueObjects;
import dev.roilab.geometry.Box;
import dev.roilab.statistics.ImageDraws;
import dev.roilab.task.ByClass;
import dev.roilab.task.Evaluation;
import dev.roilab.task.Mark;
import dev.roilab.task.TestSet;
import dev.roilab.task.TestSet.Tested;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ClassificationTaskTest {
    private static final ClassificationTask TASK = ClassificationTask.INSTANCE;
    private static final List<String> SIX = List.of("a", "b", "c", "d", "e", "f");

    private record Picture<T extends dev.roilab.data.Annotation<T>>(String id, T truth) implements Sample<T> {
        @Override
        public int width() {
            return 10;
        }

        @Override
        public int height() {
            return 10;
        }

        @Override
        public Pixels read() {
            throw new UnsupportedOperationException("nobody looks");
        }
    }

    private static Tested<PictureClass, ClassScores> tested(String id, int label, Double... probabilities) {
        return new Tested<>(new Picture<>(id, new PictureClass(label)), new ClassScores(List.of(probabilities)));
    }

    /** Ranks of the true classes: 0, 1, 5, 4. */
    private static TestSet<PictureClass, ClassScores> four() {
        return new TestSet<>(
                SIX,
                List.of(
                        tested("first", 0, 0.5, 0.1, 0.1, 0.1, 0.1, 0.1),
                        tested("second", 1, 0.4, 0.3, 0.1, 0.1, 0.05, 0.05),
                        tested("last", 1, 0.2, 0.05, 0.15, 0.2, 0.2, 0.2),
                        tested("fifth", 4, 0.2, 0.2, 0.2, 0.2, 0.2, 0.0)));
    }

    @Test
    void ofEquallyProbableClassesTheFirstComesFirst() {
        var scores = new ClassScores(List.of(0.2, 0.4, 0.4));
        assertThat(scores.best()).isEqualTo(1);
        assertThat(List.of(scores.before(0), scores.before(1), scores.before(2)))
                .containsExactly(2, 0, 1);
        assertThat(scores.toString()).contains("0.2, 0.4, 0.4");
    }

    @Test
    void errorsAreThoseCountedByHand() {
        Evaluation evaluation = TASK.evaluate(four());
        assertThat(evaluation.metrics())
                .containsEntry("top1_error", 0.75)
                .containsEntry("top5_error", 0.25)
                // a: 0 of 1, b: 2 of 2, e: 1 of 1; the others have no picture.
                .containsEntry("class_mean_error", 2.0 / 3);
        assertThat(evaluation.byClass().getFirst().values())
                .containsOnlyKeys("a", "b", "e")
                .containsEntry("a", 0.0)
                .containsEntry("b", 1.0);
        assertThat(TASK.measures())
                .extracting(measure -> measure.name())
                .containsExactlyElementsOf(evaluation.metrics().keySet());
    }

    @Test
    void fiveOfFiveClassesTellNothing() {
        var five = new TestSet<>(SIX.subList(0, 5), List.of(tested("one", 4, 0.2, 0.2, 0.2, 0.2, 0.2)));
        assertThat(TASK.evaluate(five).metrics()).containsOnlyKeys("top1_error", "class_mean_error");
        assertThat(TASK.replicates(five, 3)).containsOnlyKeys("top1_error");
    }

    @Test
    void aDrawCountsEachPictureAsOftenAsItWasDrawn() {
        double[] drawn = Objects.requireNonNull(TASK.replicates(four(), 20).get("top1_error"));
        for (int draw = 0; draw < drawn.length; draw++) {
            int[] weights = ImageDraws.weights(draw, 4);
            assertThat(drawn[draw]).isCloseTo((weights[1] + weights[2] + weights[3]) / 4.0, within(1e-12));
        }
    }

    private static Picture<TrueObjects> picture(String id, TrueObject... objects) {
        return new Picture<>(id, new TrueObjects(List.of(objects)));
    }

    private static TrueObject object(int label, double side) {
        return new TrueObject(label, new Box(0, 0, side, side), false);
    }

    private static Dataset<TrueObjects> data(List<Sample<TrueObjects>> train) {
        return new Dataset<>("d", SIX, train, List.of(picture("t", object(5, 2))), "f", List.of());
    }

    @Test
    void aPicturesClassIsThatOfItsLargestObject() {
        Dataset<PictureClass> read = TASK.read(data(List.of(picture("p", object(3, 2), object(1, 4), object(2, 4)))));
        assertThat(read.train().getFirst().truth().label()).isEqualTo(1);
        assertThat(read.test().getFirst().truth().label()).isEqualTo(5);
    }

    @Test
    void picturesWithoutAnObjectHaveNone() {
        List<Sample<TrueObjects>> train = new ArrayList<>(List.of(picture("p", object(3, 2))));
        Stream.of("q", "r").map(id -> picture(id)).forEach(train::add);
        assertThatThrownBy(() -> TASK.read(data(train)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(
                        "data: 2 of 4 pictures have no object and so no class, the first is q; take them");
    }

    @Test
    void theGalleryNamesBothClasses() {
        var marks = TASK.marks(SIX, new PictureClass(2), new ClassScores(List.of(0.1, 0.876, 0.0, 0.0, 0.0, 0.0)));
        assertThat(marks.truth().marks()).containsExactly(new Mark.Words("c"));
        assertThat(marks.found().marks()).containsExactly(new Mark.Words("b 88 %"));
    }

    @Test
    void filesForOthersHaveEveryDigitAndName() {
        assertThat(TASK.findingsJson(four()))
                .startsWith("{\"classes\":[\"a\",\"b\",")
                .contains("\"second\":[0.4,0.3,0.1,0.1,0.05,0.05]");
        assertThat(TASK.truthJson(
                        SIX, four().images().stream().map(Tested::sample).toList()))
                .contains("\"first\":\"a\",\"second\":\"b\",\"last\":\"b\",\"fifth\":\"e\"");
    }

    /** All four are taken for the first class; no other is ever said. */
    @Test
    void precisionAndF1AreTribuos() {
        List<ByClass> byClass = TASK.evaluate(four()).byClass();
        assertThat(byClass)
                .extracting(each -> each.measure().name())
                .containsExactly("class_error", "class_precision", "class_f1");
        assertThat(byClass.get(1).values()).isEqualTo(Map.of("a", 0.25));
        assertThat(byClass.get(2).values()).isEqualTo(Map.of("a", 0.4, "b", 0.0, "e", 0.0));
    }

    /** From the definitions, on pictures and answers at random. */
    @Test
    void ofManyPicturesToo() {
        var random = new SplittableRandom(4);
        List<Tested<PictureClass, ClassScores>> images = new ArrayList<>();
        double[][] taken = new double[SIX.size()][SIX.size()];
        for (int image = 0; image < 200; image++) {
            int truth = random.nextInt(5);
            int said = random.nextInt(3) == 0 ? truth : random.nextInt(SIX.size());
            Double[] probabilities = new Double[SIX.size()];
            Arrays.fill(probabilities, 0.1);
            probabilities[said] = 0.5;
            images.add(tested("image" + image, truth, probabilities));
            taken[truth][said]++;
        }
        List<ByClass> byClass = TASK.evaluate(new TestSet<>(SIX, images)).byClass();
        for (int label = 0; label < SIX.size(); label++) {
            double right = taken[label][label];
            double of = Arrays.stream(taken[label]).sum();
            int column = label;
            double as = Arrays.stream(taken).mapToDouble(row -> row[column]).sum();
            assertThat(byClass.get(1).values().get(SIX.get(label))).isCloseTo(right / as, within(1e-12));
            assertThat(byClass.get(2).values().get(SIX.get(label))).isCloseTo(2 * right / (as + of), within(1e-12));
        }
    }
}

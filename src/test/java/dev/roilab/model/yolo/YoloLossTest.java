package dev.roilab.model.yolo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.data.TrueObject;
import dev.roilab.geometry.Box;
import dev.roilab.model.yolo.LossSettings.Confidence;
import dev.roilab.nn.Losses;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Equation 3 of YOLO against itself written out, and its gradient against differences. */
class YoloLossTest {
    private static final Grid GRID = new Grid(3, 2, 4);

    /** One object in the first of four cells, of which only one box overlaps it: every number by hand. */
    @Test
    void aCellWithAnObjectCostsWhatEquation3Says() {
        var grid = new Grid(2, 2, 2);
        float[] outputs = new float[grid.length()];
        // Centre (0.2, 0.3), 0.16 wide, 0.25 high; nothing at all in the second box.
        set(outputs, 0, 0.4f, 0.6f, 0.4f, 0.5f, 0.9f);
        // Probabilities of the two classes.
        set(outputs, grid.probabilities(0), 0.3f, 0.8f);
        // A box that nobody wants.
        set(outputs, grid.box(3, 1), 0.5f, 0.5f, 0.1f, 0.1f, 0.2f);
        // Centre (0.25, 0.25), 0.25 wide, 0.36 high.
        var object = new TrueObject(1, new Box(0.125, 0.07, 0.375, 0.43), false);
        var loss = new YoloLoss(grid, new LossSettings(5, 0.5, Confidence.ONE));
        Losses losses =
                loss.of(outputs, List.of(CellObjects.of(grid, List.of(object)))).losses();
        assertTerm(losses, "centre", 5 * (0.1 * 0.1 + 0.1 * 0.1));
        assertTerm(losses, "size", 5 * (0.1 * 0.1 + 0.1 * 0.1));
        assertTerm(losses, "confidence", 0.1 * 0.1);
        assertTerm(losses, "no_object", 0.5 * 0.2 * 0.2);
        assertTerm(losses, "classification", 0.3 * 0.3 + 0.2 * 0.2);
        var overlap = new YoloLoss(grid, new LossSettings(5, 0.5, Confidence.IOU));
        // The box from (0.12, 0.175) to (0.28, 0.425) shares 0.155 * 0.25 with the object.
        double iou = 0.155 * 0.25 / (0.16 * 0.25 + 0.25 * 0.36 - 0.155 * 0.25);
        assertTerm(
                overlap.of(outputs, List.of(CellObjects.of(grid, List.of(object))))
                        .losses(),
                "confidence",
                (0.9 - iou) * (0.9 - iou));
    }

    private static void set(float[] outputs, int at, float... numbers) {
        System.arraycopy(numbers, 0, outputs, at, numbers.length);
    }

    private static void assertTerm(Losses losses, String name, double expected) {
        assertThat(losses.term(name).orElseThrow()).as(name).isCloseTo(expected, within(1e-6));
    }

    @ParameterizedTest
    @EnumSource(Confidence.class)
    void itIsTheSumThatTheEquationIs(Confidence confidence) {
        var settings = new LossSettings(3, 0.25, confidence);
        for (long seed = 0; seed < 50; seed++) {
            List<CellObjects> images = images(seed, 3);
            float[] outputs = outputs(seed, images.size());
            assertThat(new YoloLoss(GRID, settings).of(outputs, images).losses().total())
                    .as("seed %d", seed)
                    .isCloseTo(twin(outputs, images, settings), within(1e-6));
        }
    }

    /** Every indicator of the equation as it stands there, over all cells and boxes. */
    private static double twin(float[] outputs, List<CellObjects> images, LossSettings settings) {
        int s = GRID.cells();
        double sum = 0;
        for (int n = 0; n < images.size(); n++) {
            for (int i = 0; i < s * s; i++) {
                int cell = n * s * s * 14 + i * 14;
                var object = images.get(n).byCell().get(i);
                int best = object.isEmpty()
                        ? -1
                        : best(outputs, cell, i, object.get().box());
                for (int j = 0; j < 2; j++) {
                    double c = outputs[cell + 5 * j + 4];
                    if (j != best) {
                        sum += settings.noobj() * c * c;
                        continue;
                    }
                    Box box = object.orElseThrow().box();
                    double x = (box.x1() + box.x2()) / 2 * s - i % 3;
                    double y = (box.y1() + box.y2()) / 2 * s - Math.floorDiv(i, 3);
                    sum += settings.coord() * square(outputs[cell + 5 * j] - x);
                    sum += settings.coord() * square(outputs[cell + 5 * j + 1] - y);
                    sum += settings.coord() * square(outputs[cell + 5 * j + 2] - Math.sqrt(box.x2() - box.x1()));
                    sum += settings.coord() * square(outputs[cell + 5 * j + 3] - Math.sqrt(box.y2() - box.y1()));
                    double aim = settings.confidence() == Confidence.ONE
                            ? 1
                            : box(outputs, cell, i, j).iou(box);
                    sum += square(c - aim);
                }
                for (int label = 0; label < 4 && object.isPresent(); label++) {
                    sum += square(outputs[cell + 10 + label] - (object.get().label() == label ? 1 : 0));
                }
            }
        }
        return sum / images.size();
    }

    private static double square(double number) {
        return number * number;
    }

    private static Box box(float[] outputs, int cell, int i, int j) {
        double x = (i % 3 + (double) outputs[cell + 5 * j]) / 3;
        double y = (Math.floorDiv(i, 3) + (double) outputs[cell + 5 * j + 1]) / 3;
        double w = square(outputs[cell + 5 * j + 2]);
        double h = square(outputs[cell + 5 * j + 3]);
        return new Box(x - w / 2, y - h / 2, x + w / 2, y + h / 2);
    }

    private static int best(float[] outputs, int cell, int i, Box object) {
        Box first = box(outputs, cell, i, 0);
        Box second = box(outputs, cell, i, 1);
        if (first.iou(object) + second.iou(object) > 0) {
            return second.iou(object) > first.iou(object) ? 1 : 0;
        }
        return distance(second, object) < distance(first, object) ? 1 : 0;
    }

    private static double distance(Box box, Box object) {
        return Math.sqrt((square((box.x1() + box.x2()) / 2 - (object.x1() + object.x2()) / 2)
                        + square((box.y1() + box.y2()) / 2 - (object.y1() + object.y2()) / 2)
                        + square(box.width() - object.width())
                        + square(box.height() - object.height()))
                / 4);
    }

    /** Where the step makes no other box responsible; the aim of the confidence is a constant only where it is 1. */
    @Test
    void itsGradientIsThatOfDifferences() {
        var loss = new YoloLoss(GRID, new LossSettings(5, 0.5, Confidence.ONE));
        List<CellObjects> images = images(3, 2);
        float[] outputs = outputs(3, 2);
        float[] gradient = loss.of(outputs, images).gradient();
        assertThat(gradient).hasSameSizeAs(outputs);
        float step = 1f / 1024;
        for (int place = 0; place < outputs.length; place++) {
            float kept = outputs[place];
            outputs[place] = kept + step;
            double above = loss.of(outputs, images).losses().total();
            outputs[place] = kept - step;
            double below = loss.of(outputs, images).losses().total();
            outputs[place] = kept;
            assertThat((double) gradient[place])
                    .as("number %d", place)
                    .isCloseTo((above - below) / (2 * step), within(1e-3));
        }
    }

    /** The overlap is a number to be learned: of the same outputs, the boxes' own gradients do not see it. */
    @Test
    void noGradientGoesThroughTheOverlap() {
        List<CellObjects> images = images(3, 2);
        float[] outputs = outputs(3, 2);
        float[] one = new YoloLoss(GRID, new LossSettings(5, 0.5, Confidence.ONE))
                .of(outputs, images)
                .gradient();
        float[] iou = new YoloLoss(GRID, new LossSettings(5, 0.5, Confidence.IOU))
                .of(outputs, images)
                .gradient();
        int different = 0;
        for (int place = 0; place < one.length; place++) {
            int within = place % 14;
            boolean isConfidence = within == 4 || within == 9;
            if (isConfidence) {
                different += one[place] != iou[place] ? 1 : 0;
            } else {
                assertThat(iou[place]).isEqualTo(one[place]);
            }
        }
        long objects = images.stream()
                .flatMap(image -> image.byCell().stream())
                .filter(cell -> cell.isPresent())
                .count();
        assertThat(different).isEqualTo((int) objects).isPositive();
    }

    private static List<CellObjects> images(long seed, int count) {
        var random = new SplittableRandom(seed);
        List<CellObjects> images = new ArrayList<>();
        for (int image = 0; image < count; image++) {
            List<TrueObject> objects = new ArrayList<>();
            for (int object = 0; object < image + 1; object++) {
                double x = random.nextDouble(0.6);
                double y = random.nextDouble(0.6);
                var box = new Box(x, y, x + random.nextDouble(0.1, 0.4), y + random.nextDouble(0.1, 0.4));
                objects.add(new TrueObject(random.nextInt(4), box, false));
            }
            images.add(CellObjects.of(GRID, objects));
        }
        return images;
    }

    /** Boxes of fresh weights, which overlap nothing, and of trained ones. */
    private static float[] outputs(long seed, int images) {
        var random = new SplittableRandom(seed + 99);
        float[] outputs = new float[images * GRID.length()];
        float size = seed % 3 == 0 ? 0.7f : seed % 3 == 1 ? 0.1f : 0;
        for (int place = 0; place < outputs.length; place++) {
            int within = place % 14;
            boolean isSize = within < 10 && (within % 5 == Grid.WIDTH || within % 5 == Grid.HEIGHT);
            outputs[place] = (float) random.nextDouble(-0.2, 1) * (isSize ? size : 1);
        }
        return outputs;
    }
}

package dev.roilab.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.eval.ImageBootstrap.Replicate;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.Detection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageBootstrapTest {
    private static final int CLASSES = 3;

    private static EvaluationInput madeUp(long seed, int count) {
        var random = new SplittableRandom(seed);
        List<ImageResult> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<GroundTruth> truths = new ArrayList<>();
            List<Detection> detections = new ArrayList<>();
            for (int object = 0; object < random.nextInt(4); object++) {
                double left = random.nextDouble(100);
                double top = random.nextDouble(100);
                int label = random.nextInt(CLASSES);
                Box box = new Box(left, top, left + 40, top + 30);
                boolean difficult = random.nextInt(6) == 0;
                truths.add(new GroundTruth(
                        label,
                        box,
                        box.area(),
                        difficult ? GroundTruth.Standing.DIFFICULT : GroundTruth.Standing.COUNTED));
                for (int guess = 0; guess < random.nextInt(3); guess++) {
                    double shift = random.nextDouble(15);
                    detections.add(new Detection(
                            random.nextInt(5) == 0 ? random.nextInt(CLASSES) : label,
                            random.nextDouble(),
                            new Box(left + shift, top, left + 40 + shift, top + 30)));
                }
            }
            images.add(new ImageResult("image " + i, truths, detections));
        }
        return new EvaluationInput(CLASSES, images);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void everyImageOnceIsTheUsualEvaluation(long seed) {
        EvaluationInput input = madeUp(seed, 25);
        int[] once = new int[25];
        Arrays.fill(once, 1);
        Replicate replicate = ImageBootstrap.of(input).replicate(once);
        List<Double> stats = CocoAp.evaluate(input).stats();
        assertThat(replicate.ap()).isCloseTo(stats.get(0), within(1e-12));
        assertThat(replicate.ap50()).isCloseTo(stats.get(1), within(1e-12));
        assertThat(replicate.ap75()).isCloseTo(stats.get(2), within(1e-12));
    }

    @Test
    void anImageLeftOutIsAsIfItHadNeverBeen() {
        EvaluationInput input = madeUp(9, 12);
        int[] weights = new int[12];
        Arrays.fill(weights, 1);
        weights[4] = 0;
        weights[7] = 0;
        List<ImageResult> rest = new ArrayList<>(input.images());
        rest.remove(7);
        rest.remove(4);
        double ap = CocoAp.evaluate(new EvaluationInput(CLASSES, rest)).stats().getFirst();
        assertThat(ImageBootstrap.of(input).replicate(weights).ap()).isCloseTo(ap, within(1e-12));
    }

    /** The copies of a detection share a rank, so only recall and precision at the ends of a run of copies count. */
    @Test
    void everyImageTwiceChangesNothing() {
        EvaluationInput input = madeUp(11, 20);
        ImageBootstrap bootstrap = ImageBootstrap.of(input);
        int[] once = new int[20];
        int[] twice = new int[20];
        Arrays.fill(once, 1);
        Arrays.fill(twice, 2);
        assertThat(bootstrap.replicate(twice)).isEqualTo(bootstrap.replicate(once));
    }

    @Test
    void drawsAreTheSameForEveryDetectorAndSurroundTheMetric() {
        EvaluationInput input = madeUp(3, 40);
        List<Replicate> replicates = ImageBootstrap.of(input).replicates(200);
        assertThat(ImageBootstrap.of(input).replicates(200)).isEqualTo(replicates);
        double metric = CocoAp.evaluate(input).stats().get(1);
        assertThat(replicates.stream().mapToDouble(Replicate::ap50).min().orElseThrow())
                .isLessThan(metric);
        assertThat(replicates.stream().mapToDouble(Replicate::ap50).max().orElseThrow())
                .isGreaterThan(metric);
        assertThat(replicates.stream().mapToDouble(Replicate::ap50).average().orElseThrow())
                .isCloseTo(metric, within(0.05));
    }

    @Test
    void withoutAnyObjectTheMetricIsEmpty() {
        var input = new EvaluationInput(1, List.of(new ImageResult("a", List.of(), List.of())));
        assertThat(ImageBootstrap.of(input).replicates(1)).containsExactly(new Replicate(-1, -1, -1));
        assertThatThrownBy(() ->
                        ImageBootstrap.of(new EvaluationInput(1, List.of())).replicates(1))
                .hasMessageContaining("no image to draw from");
    }
}

package dev.roilab.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.eval.GroundTruth.Standing;
import dev.roilab.eval.ImageBootstrap.Replicate;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.Detection;
import dev.roilab.geometry.mask.PolygonMasks;
import dev.roilab.geometry.mask.RunLengthMask;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MaskApTest {
    private static final int SIDE = 200;

    static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    private static Box whole(Box box) {
        return new Box(Math.rint(box.x1()), Math.rint(box.y1()), Math.rint(box.x2()), Math.rint(box.y2()))
                .clip(SIDE, SIDE);
    }

    private static RunLengthMask mask(Box box) {
        double[] corners = {box.x1(), box.y1(), box.x2(), box.y1(), box.x2(), box.y2(), box.x1(), box.y2()};
        return PolygonMasks.of(SIDE, SIDE, List.of(corners));
    }

    private static EvaluationInput boxes(long seed) {
        return Scenes.mapImages(
                Scenes.mapDetections(
                        Scenes.random(seed), found -> new Detection(found.label(), found.score(), whole(found.box()))),
                image -> new ImageResult(
                        image.id(),
                        image.truths().stream()
                                .map(truth -> Scenes.truth(truth.label(), truth.standing(), whole(truth.box())))
                                .toList(),
                        image.detections()));
    }

    private static InstanceInput<TrueMask, FoundMask> masks(EvaluationInput input) {
        return new InstanceInput<>(
                input.classes(),
                input.images().stream()
                        .map(image -> new ImageInstances<>(
                                image.id(),
                                image.truths().stream()
                                        .map(truth -> new TrueMask(
                                                truth.label(), mask(truth.box()), truth.area(), truth.standing()))
                                        .toList(),
                                image.detections().stream()
                                        .map(found -> FoundMask.of(found.label(), found.score(), mask(found.box())))
                                        .toList()))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void masksOfWholePixelBoxesScoreAsTheBoxes(long seed) {
        EvaluationInput boxes = boxes(seed);
        assertThat(MaskAp.evaluate(masks(boxes)).stats())
                .isEqualTo(CocoAp.evaluate(boxes).stats());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyImageOnceIsTheUsualEvaluation(long seed) {
        InstanceInput<TrueMask, FoundMask> input = masks(boxes(seed));
        int[] once = new int[input.images().size()];
        Arrays.fill(once, 1);
        Replicate replicate = MaskAp.bootstrap(input).replicate(once);
        List<Double> stats = MaskAp.evaluate(input).stats();
        assertThat(replicate.ap()).isCloseTo(stats.get(0), within(1e-12));
        assertThat(replicate.ap50()).isCloseTo(stats.get(1), within(1e-12));
        assertThat(replicate.ap75()).isCloseTo(stats.get(2), within(1e-12));
    }

    /** Two masks in one box that share no pixel: what boxes would call found. */
    @Test
    void pixelsCountNotBoxes() {
        RunLengthMask upper = PolygonMasks.of(20, 20, List.of(new double[] {0, 0, 20, 0, 0, 20}));
        RunLengthMask lower = PolygonMasks.of(20, 20, List.of(new double[] {20, 20, 20, 0, 0, 20}));
        var truth = new TrueMask(0, upper, upper.area(), Standing.COUNTED);
        assertThat(stats(List.of(truth), List.of(FoundMask.of(0, 1, lower)))).startsWith(0.0, 0.0);
        assertThat(stats(List.of(truth), List.of(FoundMask.of(0, 1, upper)))).startsWith(1.0, 1.0);
    }

    private static List<Double> stats(List<TrueMask> truths, List<FoundMask> found) {
        return MaskAp.evaluate(new InstanceInput<>(1, List.of(new ImageInstances<>("a", truths, found))))
                .stats();
    }

    @Test
    void refusesMasksOfDifferentSizesAndWhatBoxesWouldBeRefusedFor() {
        var truth = new TrueMask(0, RunLengthMask.empty(4, 6), 1, Standing.COUNTED);
        FoundMask found = FoundMask.of(0, 1, RunLengthMask.empty(6, 4));
        assertThatThrownBy(() -> stats(List.of(truth), List.of(found)))
                .hasMessage("Cannot evaluate: image a has masks of 6 x 4 and 4 x 6 pixels, "
                        + "expected all of the image's size");
        FoundMask undefined = FoundMask.of(1, Double.NaN, RunLengthMask.empty(4, 6));
        assertThatThrownBy(() -> stats(List.of(truth), List.of(undefined)))
                .hasMessageContaining("expected a label of 0 to 0 and a score that is a number");
    }
}

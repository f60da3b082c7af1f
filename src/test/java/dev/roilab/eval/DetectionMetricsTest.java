package dev.roilab.eval;

import static dev.roilab.eval.Scenes.found;
import static dev.roilab.eval.Scenes.truth;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.eval.GroundTruth.Standing;
import dev.roilab.geometry.Box;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class DetectionMetricsTest {
    private static final List<String> CLASSES = List.of("disc", "ring", "star");

    /** One disc of two found at an overlap of 0.72, one star missed, no ring there; all of medium size. */
    private static final EvaluationInput INPUT = new EvaluationInput(
            3,
            List.of(new ImageResult(
                    "a",
                    List.of(
                            truth(0, 0, 50, 50),
                            truth(100, 0, 150, 50),
                            truth(2, Standing.COUNTED, new Box(0, 100, 50, 150))),
                    List.of(found(0.9, 0, 0, 50, 36)))));

    @Test
    void metricsHaveAFixedOrderAndLeaveOutWhatIsNotThere() {
        DetectionReport report = DetectionMetrics.report(INPUT, CLASSES);
        assertThat(report.metrics().keySet()).containsExactly("ap", "ap50", "ap75", "apm", "voc07", "voc_area");
        // Of the discs, recalls 0 to 0.5 are reached: 51 of 101 points, 6 of 11, half the area. The stars halve it.
        assertThat(report.metrics().get("ap50")).isCloseTo(51 / 101.0 / 2, within(1e-15));
        assertThat(report.metrics().get("ap")).isCloseTo(51 / 101.0 / 4, within(1e-15));
        assertThat(report.metrics().get("ap75")).isZero();
        assertThat(report.metrics().get("apm")).isEqualTo(report.metrics().get("ap"));
        assertThat(report.metrics().get("voc07")).isCloseTo(6 / 11.0 / 2, within(1e-15));
        assertThat(report.metrics().get("voc_area")).isEqualTo(0.25);
    }

    @Test
    @DisplayName("maskrcnn-benchmark#258: the same detections are measured by every convention, side by side")
    void maskrcnnBenchmark258EveryConventionSideBySide() {
        var metrics = DetectionMetrics.report(INPUT, CLASSES).metrics();
        assertThat(metrics).containsKeys("voc07", "voc_area", "ap50");
        // Three answers to one question; whoever prints one of them without its name cannot be compared with.
        assertThat(List.of(metrics.get("voc07"), metrics.get("voc_area"), metrics.get("ap50")))
                .doesNotHaveDuplicates();
    }

    @Test
    void classesWithoutObjectsHaveNoLine() {
        DetectionReport report = DetectionMetrics.report(INPUT, CLASSES);
        assertThat(report.classAp()).containsExactly(entry("disc", 0.5), entry("star", 0.0));
    }

    @Test
    void curvesAreThoseOfTheClassesAndTheirMean() {
        List<PrecisionRecallCurve> curves =
                DetectionMetrics.report(INPUT, CLASSES).curves();
        assertThat(curves)
                .extracting(curve -> curve.label() + " " + curve.iou())
                .containsExactly("disc 0.5", "star 0.5", "mean 0.5", "disc 0.75", "star 0.75", "mean 0.75");
        PrecisionRecallCurve disc = curves.getFirst();
        assertThat(disc.recall()).hasSize(101).isSorted().startsWith(0.0).endsWith(1.0);
        assertThat(disc.precision().subList(0, 51)).containsOnly(1.0);
        assertThat(disc.precision().subList(51, 101)).containsOnly(0.0);
        assertThat(curves.get(2).precision().subList(0, 51)).containsOnly(0.5);
    }

    @Test
    void withoutAnObjectThereIsNothingToReport() {
        var empty = new EvaluationInput(3, List.of(new ImageResult("a", List.of(), List.of(found(0.9, 0, 0, 10, 10)))));
        DetectionReport report = DetectionMetrics.report(empty, CLASSES);
        assertThat(report.metrics()).isEmpty();
        assertThat(report.classAp()).isEmpty();
        assertThat(report.curves()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.roilab.eval.Scenes#seeds")
    void theMeanOfTheCurveIsTheAveragePrecision(long seed) {
        DetectionReport report = DetectionMetrics.report(Scenes.random(seed), CLASSES);
        report.curves().stream().filter(curve -> curve.label().equals("mean")).forEach(curve -> {
            String metric = curve.iou() == 0.5 ? "ap50" : "ap75";
            double mean = curve.precision().stream()
                    .mapToDouble(value -> value)
                    .average()
                    .orElseThrow();
            assertThat(mean).as(metric).isCloseTo(report.metrics().get(metric), within(1e-12));
        });
    }

    @Test
    void namesMustFitTheClasses() {
        for (List<String> names : List.of(List.of("disc", "ring"), List.of("disc", "ring", "disc"))) {
            assertThatThrownBy(() -> DetectionMetrics.report(INPUT, names))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Class names are " + names + ", expected 3 different ones");
        }
    }
}

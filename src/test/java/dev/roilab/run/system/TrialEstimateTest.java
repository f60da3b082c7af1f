package dev.roilab.run.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.run.executor.Estimate;
import dev.roilab.study.StudyPlan;
import dev.roilab.study.StudyText;
import dev.roilab.study.Trial;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every system is rehearsed before it runs, with all of its stages. */
class TrialEstimateTest {
    private static final String GRID =
            "proposals: {type: dense-grid, count: 60, scales: [24, 32], ratios: [1.0], step: 0.5}";
    private static final String SVM =
            "svm: {cost: 0.001, positive_weight: 2, bias: 10, norm: 20, negative_iou: 0.3, retrain: 2000}";
    private static final String STAGED =
            SVM + ", box_regression: {iou: 0.3, strength: 1000, norm: 20, pairs: 100}, " + GRID;
    private static final String SHARED =
            "backbone: {type: tiny, width: 4, stride: 8, frozen_below: 0}, head: {fc: [8]}, sampling: {rois: 8, foreground:"
                    + " 0.25, foreground_iou: 0.5, background_iou: {from: 0.0, to: 0.5}}, postprocessing: {score: 0.05,"
                    + " nms: 0.3, detections: 20}";

    private static final String FAST_RCNN = "type: fast-rcnn, " + GRID;
    private static final String FEW = "train: {steps: 50, images: 8, rate: 1e30}";
    private static final String MANY = "steps: 500000, images: 8";

    /** A rehearsal takes seconds, however small a trial is, so that none is made twice. */
    private static final Map<String, Estimate> MADE = new HashMap<>();

    @TempDir
    private static Path folder = Path.of("");

    private static Estimate estimate(String model, String more) throws InterruptedException {
        String key = model + "\n" + more;
        Estimate made = MADE.get(key);
        if (made == null) {
            made = rehearse(model, more, folder.resolve("cache-" + MADE.size()));
            MADE.put(key, made);
        }
        return made;
    }

    private static Estimate rehearse(String model, String more, Path cache) throws InterruptedException {
        Trial trial = StudyPlan.of(StudyText.write(folder, """
                        study: s
                        question: q
                        extends: base.yaml
                        seeds: [1]
                        data: {train: 40, test: 6, width: 64, height: 64, smallest: 16, largest: 40, shorter_side: 64, longer_side: 64}
                        model: {%s, %s}
                        %s
                        """.formatted(model, SHARED, more)), List.of())
                .trials()
                .getFirst();
        return new SystemTrials(Optional.empty(), cache, 1).estimate(trial).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                FAST_RCNN,
                FAST_RCNN + ", " + SVM,
                "type: rcnn, crop: {size: 32, padding: 4}, " + STAGED,
                "type: spp-net, roi: {type: spp, levels: [2, 1]}, scales: {shorter_sides: [48, 64], window: 32}, "
                        + STAGED,
                "type: sliding-window, crop: {size: 32, padding: 4}, windows: {sides: [24], ratios: [1.0], step: 0.5}"
            })
    void timeOfTrainingAndTestAndMemory(String model) throws InterruptedException {
        Estimate few = estimate(model, FEW);
        assertThat(few.trainSeconds()).isBetween(1e-4, 60.0);
        assertThat(few.testSeconds()).isBetween(1e-5, 60.0);
        assertThat(few.memoryMegabytes()).isNotNegative();
    }

    @Test
    void moreStepsTakeLonger() throws InterruptedException {
        assertThat(estimate(FAST_RCNN, "train: {" + MANY + "}").trainSeconds())
                .isGreaterThan(3 * estimate(FAST_RCNN, FEW).trainSeconds());
    }

    @Test
    void everyTrainingOfATrialCounts() throws InterruptedException {
        double joint = estimate(FAST_RCNN, "train: {" + MANY + "}").trainSeconds();
        double tuned = estimate(FAST_RCNN, """
                        train: {MANY}
                        vary: {model.head: [{fc: [8], svd: {method: exact, ranks: [2],
                          tuning: {steps: 600000000, rate: 0.01}}}]}
                        """.replace("MANY", MANY)).trainSeconds();
        assertThat(tuned).isGreaterThan(3 * joint);
    }
}

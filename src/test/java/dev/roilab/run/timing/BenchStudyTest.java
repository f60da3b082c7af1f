package dev.roilab.run.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.run.RunOptions;
import dev.roilab.run.SilentListener;
import dev.roilab.run.StudyRunner;
import dev.roilab.run.executor.StopSignal;
import dev.roilab.run.system.SystemTrials;
import dev.roilab.study.StudyPlan;
import dev.roilab.study.StudyText;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Times of fresh weights need nothing of a training, and are told nothing of it. */
class BenchStudyTest {
    private static final String HARDLY_MEANT = """
            study: s
            question: q
            extends: base.yaml
            data: {width: 64, height: 64, train: 4, test: 2, classes: 2, objects: 2, smallest: 20, largest: 40,
                   shorter_side: 64, longer_side: 64}
            train: {steps: 4, images: 8, schedule: {type: constant, warmup: 10}}
            model: {proposals: {type: dense-grid, count: 80, scales: [24, 36], ratios: [1.0], step: 0.3},
                    sampling: {foreground_iou: 0.4, background_iou: {from: 0.1, to: 0.5}}}
            timing: {images: 200, rounds: 2}
            seeds: [1]
            """;

    private static final String PRETRAINING = """
            pretraining:
              type: classification
              seed: 1
              data: {type: shapes, seed: 9, width: 64, height: 64, train: 8, test: 2, classes: 2, objects: 1,
                     smallest: 40, largest: 56, occlusion: 0, texture: 0.1, noise: 2, shorter_side: 64, longer_side: 64}
              sizes: [32]
              roi: {type: spp, levels: [2, 1]}
              head: {fc: [16]}
              steps: 4
              images: 4
              rate: 0.01
              momentum: 0.9
              decay: 5e-4
              schedule: {type: constant, warmup: 10}
            """;

    @TempDir
    private Path folder = Path.of("");

    private StudyPlan plan(String more) {
        return StudyPlan.of(StudyText.write(folder, HARDLY_MEANT + more), List.of());
    }

    private SystemTrials executor() {
        return new SystemTrials(Optional.empty(), folder.resolve("cache"), 1);
    }

    private List<String> ofRun(StudyPlan plan) {
        var options = RunOptions.in(folder.resolve("results"));
        return new StudyRunner(executor(), new SilentListener(), options).check(plan);
    }

    private List<String> ofBench(StudyPlan plan) {
        return new BenchStudy(executor(), new StopSignal(), "./roilab bench s.yaml", Optional.empty()).check(plan);
    }

    @Test
    void whatIsHardlyMeantOfATrainingIsToldARunAlone() {
        StudyPlan plan = plan(PRETRAINING);
        assertThat(ofRun(plan))
                .anyMatch(line -> line.contains("train.schedule.warmup: 10 steps of warm-up in a training of 4"))
                .anyMatch(line -> line.contains("pretraining.schedule.warmup: 10 steps of warm-up"))
                .anyMatch(line -> line.contains("train.images: mini-batches of 8"))
                .anyMatch(line -> line.contains("model.sampling.background_iou.to: 0.5 is above"))
                .anyMatch(line -> line.contains("pretraining.sizes decides instead"))
                .anyMatch(line -> line.contains("timing.images is 200, but the test split has 2 images"));
        assertThat(ofBench(plan))
                .singleElement()
                .asString()
                .contains("timing.images is 200, but the test split has 2 images");
    }

    /** Fresh weights are drawn. */
    @Test
    void weightsThatATrainingWouldStartFromNeedNotBeThere() {
        StudyPlan plan = plan("pretraining: {type: weight-file, weights: missing.safetensors}\n");
        assertThatThrownBy(() -> ofRun(plan)).hasMessageContaining("missing.safetensors");
        assertThat(ofBench(plan)).hasSize(1);
    }

    @Test
    void whatTheTimedSystemDoesNotReadIsStillTold() {
        StudyPlan plan = plan("""
                arms:
                  grid:
                    model:
                      type: spp-net
                      proposals: {type: dense-grid, count: 80, scales: [24, 36], ratios: [1.0], step: 0.3}
                      sampling: {rois: 16, foreground: 0.25, foreground_iou: 0.5, background_iou: {from: 0.0, to: 0.5}}
                      postprocessing: {score: 0.05, nms: 0.3, detections: 100}
                      backbone: {type: tiny, width: 8, stride: 16, frozen_below: 0}
                      roi: {type: spp, levels: [2, 1]}
                      scales: {shorter_sides: [48, 64], window: 32}
                      head: {fc: [32, 16]}
                      svm: {cost: 0.001, positive_weight: 2, bias: 10, norm: 20, negative_iou: 0.3, retrain: 2000}
                      box_regression: {iou: 0.6, strength: 1000, norm: 20, pairs: 1000}
                """);
        assertThat(ofBench(plan)).anyMatch(line -> line.contains("spp-net resizes images to model.scales instead"));
    }
}

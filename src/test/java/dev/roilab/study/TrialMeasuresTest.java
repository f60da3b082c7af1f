package dev.roilab.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.result.ResultRanges;
import dev.roilab.result.TrialResult;
import dev.roilab.run.executor.TrialRun;
import dev.roilab.run.system.SystemTrials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is declared of a system is what its trials have: every system is trained for two steps. */
class TrialMeasuresTest {
    private static final String STUDY = """
            study: s
            question: q
            extends: base.yaml
            data: {width: 64, height: 64, train: 4, test: 2, classes: 2, objects: 2, smallest: 20, largest: 40,
                   shorter_side: 64, longer_side: 64}
            train: {steps: 2, images: 2,
                    schedule: {type: constant, warmup: 0}}
            model: {proposals: {type: dense-grid, count: 80, scales: [24, 36], ratios: [1.0], step: 0.3},
                    backbone: {width: 8}, head: {fc: [16, 8]}, sampling: {rois: 16}}
            seeds: [1]
            vary:
              model:
                fast: {type: fast-rcnn}
                svms:
                  svm: {cost: 0.001, positive_weight: 2, bias: 10, norm: 20, negative_iou: 0.3, retrain: 2000}
                svd: {head: {fc: [16, 8], svd: {method: exact, ranks: [4, 0]}}}
                rcnn:
                  type: rcnn
                  proposals: {type: dense-grid, count: 80, scales: [24, 36], ratios: [1.0], step: 0.3}
                  sampling: {rois: 16, foreground: 0.25, foreground_iou: 0.5, background_iou: {from: 0.0, to: 0.5}}
                  postprocessing: {score: 0.05, nms: 0.3, detections: 100}
                  backbone: {type: tiny, width: 8, stride: 16, frozen_below: 0}
                  crop: {size: 32, padding: 4}
                  head: {fc: [16]}
                  svm: {cost: 0.001, positive_weight: 2, bias: 10, norm: 20, negative_iou: 0.3, retrain: 2000}
                  box_regression: {iou: 0.3, strength: 1000, norm: 20, pairs: 100}
                spp-net:
                  type: spp-net
                  proposals: {type: dense-grid, count: 80, scales: [24, 36], ratios: [1.0], step: 0.3}
                  sampling: {rois: 16, foreground: 0.25, foreground_iou: 0.5, background_iou: {from: 0.0, to: 0.5}}
                  postprocessing: {score: 0.05, nms: 0.3, detections: 100}
                  backbone: {type: tiny, width: 8, stride: 16, frozen_below: 0}
                  roi: {type: spp, levels: [2, 1]}
                  scales: {shorter_sides: [48, 64], window: 32}
                  head: {fc: [16]}
                  svm: {cost: 0.001, positive_weight: 2, bias: 10, norm: 20, negative_iou: 0.3, retrain: 2000}
                  box_regression: {iou: 0.3, strength: 1000, norm: 20, pairs: 100}
                sliding-window:
                  type: sliding-window
                  sampling: {rois: 16, foreground: 0.25, foreground_iou: 0.5, background_iou: {from: 0.0, to: 0.5}}
                  postprocessing: {score: 0.05, nms: 0.3, detections: 100}
                  backbone: {type: tiny, width: 8, stride: 16, frozen_below: 0}
                  crop: {size: 32, padding: 4}
                  head: {fc: [16]}
                  windows: {sides: [24, 36], ratios: [1.0], step: 0.4}
            """;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void everySystemHasTheNumbersThatAreDeclaredOfIt() throws IOException, InterruptedException {
        var executor = new SystemTrials(Optional.empty(), folder.resolve("cache"), 1);
        for (Trial trial :
                StudyPlan.of(StudyText.write(folder, STUDY), List.of()).trials()) {
            var run = new TrialRun(Files.createDirectories(folder.resolve(trial.name())), "key", Duration.ofHours(1));
            TrialResult result = executor.execute(trial, run, (_, _, _) -> {});
            assertThat(SystemStages.of(trial.settings().model()))
                    .as(trial.name())
                    .containsExactlyInAnyOrderElementsOf(result.toldStages().keySet());
            assertThat(ResultRanges.undeclared(result)).as(trial.name()).isEmpty();
            assertThat(TrialMeasures.of(trial.settings()).names())
                    .as(trial.name())
                    .containsAll(result.metrics().keySet())
                    .allMatch(TrialMeasures::isKnown);
            assertThat(TrialMeasures.of(trial.settings()).find("energy_fc6").isPresent())
                    .as(trial.name())
                    .isEqualTo(result.metrics().containsKey("energy_fc6"));
        }
    }
}

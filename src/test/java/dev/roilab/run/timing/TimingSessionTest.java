package dev.roilab.run.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.run.RunOptions;
import dev.roilab.run.SilentListener;
import dev.roilab.run.StudyRunner;
import dev.roilab.run.executor.StopSignal;
import dev.roilab.run.executor.TimedArm;
import dev.roilab.run.system.SystemTrials;
import dev.roilab.study.StudyPlan;
import dev.roilab.study.StudyText;
import dev.roilab.study.Trial;
import dev.roilab.study.place.SettingOverride;
import dev.roilab.timing.StageTimer;
import dev.roilab.timing.TimingSettings;
import dev.roilab.toy.MeanCoverRecipe;
import dev.roilab.yaml.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimingSessionTest {
    @TempDir
    private Path folder = Path.of("");

    /** Slow in its first two turns, as code is before it is compiled. */
    private static final class WarmingArm implements TimedArm {
        private final Map<String, Integer> turns;
        private final List<String> order;
        private final String name;

        WarmingArm(String name, Map<String, Integer> turns, List<String> order) {
            this.name = name;
            this.turns = turns;
            this.order = order;
        }

        @Override
        public void warmUp() {}

        @Override
        public StageTimer round() {
            int turn = turns.merge(name, 1, Integer::sum);
            order.add(name);
            var timer = new StageTimer();
            timer.startLap();
            timer.stage("backbone", () -> spin(turn <= 2 ? 60 : 10));
            timer.endLap();
            return timer;
        }

        private static int spin(int milliseconds) {
            long end = System.nanoTime() + milliseconds * 1_000_000L;
            int spins = 0;
            while (System.nanoTime() < end) {
                spins++;
            }
            return spins;
        }

        @Override
        public void close() {}
    }

    @Test
    void armsTakeTurnsAndNoneCarriesTheWarmUp() throws InterruptedException {
        List<Trial> trials =
                bench("vary: {model.postprocessing.nms: [0.3, 0.4]}\n").trials();
        Map<String, Integer> turns = new LinkedHashMap<>();
        List<String> order = new ArrayList<>();
        var session = new TimingSession(new TimingSettings(1, 3), (_, _, _) -> {});
        Map<Trial, StageTimer> laps = session.time(trials, trial -> new WarmingArm(trial.name(), turns, order));
        assertThat(laps.values())
                .allSatisfy(timer -> assertThat(timer.wholeMilliseconds()).hasSize(3));
        // The two slow turns and those after which the times were compared are not among the three.
        assertThat(turns.values()).allSatisfy(count -> assertThat(count).isBetween(5, 9));
        for (int i = 0; i < order.size(); i++) {
            assertThat(order.get(i)).isEqualTo(trials.get(i % 2).name());
        }
    }

    @Test
    @DisplayName("mmdetection#11174: what is timed is the detector, and the stages say so")
    void mmdetection11174TheDetectorIsTimed() throws InterruptedException {
        BenchStudy.Outcome outcome = run(bench(""));
        assertThat(outcome.table())
                .contains("decode", "resize", "backbone", "roi", "fc6", "nms", "unaccounted", "image and proposals")
                .contains("2 images one by one, 2 rounds interleaved over 1 arm after warm-up, fixed number of boxes");
        assertThat(outcome.file()).content().contains("\"load\"", "\"backbone\"", "\"machine\"");
    }

    @Test
    void everySystemIsTimedWithoutItsTrainingAndWithTheSameBoxes() throws InterruptedException {
        BenchStudy.Outcome outcome = run(bench("""
                vary:
                  model:
                    rcnn:
                      type: rcnn
                      proposals: {type: dense-grid, count: 100, scales: [24, 32], ratios: [1.0], step: 0.5}
                      sampling: {rois: 128, foreground: 0.25, foreground_iou: 0.5, background_iou: {from: 0.0, to: 0.5}}
                      postprocessing: {score: 0.05, nms: 0.3, detections: 100}
                      backbone: {type: tiny, width: 8, stride: 16, frozen_below: 0}
                      crop: {size: 32, padding: 4}
                      head: {fc: [32, 16]}
                      svm: {cost: 0.001, positive_weight: 2, bias: 10, norm: 20, negative_iou: 0.3, retrain: 2000}
                      box_regression: {iou: 0.6, strength: 1000, norm: 20, pairs: 1000}
                    spp-net:
                      type: spp-net
                      proposals: {type: dense-grid, count: 100, scales: [24, 32], ratios: [1.0], step: 0.5}
                      sampling: {rois: 128, foreground: 0.25, foreground_iou: 0.5, background_iou: {from: 0.0, to: 0.5}}
                      postprocessing: {score: 0.05, nms: 0.3, detections: 100}
                      backbone: {type: tiny, width: 8, stride: 16, frozen_below: 0}
                      roi: {type: spp, levels: [2, 1]}
                      scales: {shorter_sides: [48, 64], window: 32}
                      head: {fc: [32, 16]}
                      svm: {cost: 0.001, positive_weight: 2, bias: 10, norm: 20, negative_iou: 0.3, retrain: 2000}
                      box_regression: {iou: 0.6, strength: 1000, norm: 20, pairs: 1000}
                    svd: {head: {fc: [32, 16], svd: {method: exact, ranks: [8, 0]}}}
                    svms:
                      svm: {cost: 0.001, positive_weight: 2, bias: 10, norm: 20, negative_iou: 0.3, retrain: 2000}
                    sliding-window:
                      type: sliding-window
                      sampling: {rois: 128, foreground: 0.25, foreground_iou: 0.5, background_iou: {from: 0.0, to: 0.5}}
                      postprocessing: {score: 0.05, nms: 0.3, detections: 100}
                      backbone: {type: tiny, width: 8, stride: 16, frozen_below: 0}
                      crop: {size: 32, padding: 4}
                      head: {fc: [32, 16]}
                      windows: {sides: [32], ratios: [1.0], step: 0.5}
                """));
        assertThat(outcome.wholes())
                .hasSize(5)
                .allSatisfy(arm -> assertThat(arm.image().median()).isPositive());
        assertThat(outcome.results().trials())
                .allSatisfy(trial ->
                        assertThat(trial.stages()).containsKeys("backbone", "fc6", "fc7", "box_decoding", "nms"));
        assertThat(outcome.results().trials().getFirst().stages()).containsKeys("warp", "svms", "box_regression");
    }

    /** Times that are stored hold as long as these words do. */
    @Test
    void theProtocolSaysWhatTheTimedSystemsDo() {
        var settings = new TimingSettings(1, 1);
        List<Trial> searching = bench("").trials();
        assertThat(TimingSession.protocol(
                        new TimingSettings(10, 5),
                        3,
                        bench("vary: {model.boxes: [proposals, regressed]}\n").trials(),
                        false))
                .isEqualTo("10 images one by one, 5 rounds interleaved over 2 arms after warm-up, trained weights,"
                        + " proposals searched in each round on one thread, median and p95 in 3 fresh processes");
        List<Trial> sliding = bench("""
                arms:
                  windows:
                    model:
                      type: sliding-window
                      sampling: {rois: 16, foreground: 0.25, foreground_iou: 0.5, background_iou: {from: 0.0, to: 0.5}}
                      postprocessing: {score: 0.05, nms: 0.3, detections: 100}
                      backbone: {type: tiny, width: 8, stride: 16, frozen_below: 0}
                      crop: {size: 32, padding: 4}
                      head: {fc: [32, 16]}
                      windows: {sides: [32], ratios: [1.0], step: 0.5}
                """).trials();
        assertThat(TimingSession.protocol(settings, 1, sliding, true))
                .isEqualTo("1 image one by one, 1 round interleaved over 1 arm after warm-up, fixed number of boxes,"
                        + " median and p95 in 1 process");
        assertThat(TimingSession.protocol(settings, 1, searching, true)).contains("proposals searched");
        assertThat(new MeanCoverRecipe().untrained()).isEqualTo("findings of fresh weights");
    }

    @Test
    void anEnergyHasNoRankInLayersThatHaveNotLearned() {
        StudyPlan plan = bench("vary: {model.head.svd: {most: {method: exact, energy: 0.9}}}\n");
        assertThatThrownBy(() -> run(plan)).hasMessageContaining("to time them untrained, give ranks");
    }

    @Test
    void moreImagesThanTheTestSplitHasAreSaidBeforeAndNotAfterwards() throws IOException, InterruptedException {
        var executor = new SystemTrials(Optional.empty(), folder.resolve("cache"), 1);
        var runner = new StudyRunner(executor, new SilentListener(), RunOptions.in(folder.resolve("results")));
        assertThat(runner.check(bench(""))).isEmpty();
        Path study = folder.resolve("study.yaml");
        SettingOverride one =
                SettingOverride.parse("data.test=1", new Problems()).orElseThrow();
        assertThat(runner.check(StudyPlan.of(study, List.of(one))))
                .containsExactly(
                        study + ":6:18: timing.images is 2, but the test split has 1 image: so many are timed");
        Files.writeString(study, Files.readString(study).replace("images: 2, rounds", "images: 200, rounds"));
        StudyPlan plan = StudyPlan.of(study, List.of());
        assertThat(runner.check(plan))
                .containsExactly(
                        study + ":6:18: timing.images is 200, but the test split has 2 images: so many are timed");
        assertThat(runner.checkData(plan)).isEmpty();
        assertThat(run(plan).table()).contains("2 images one by one").doesNotContain("200 images");
    }

    private BenchStudy.Outcome run(StudyPlan plan) throws InterruptedException {
        var executor = new SystemTrials(Optional.empty(), folder.resolve("cache"), 1);
        return new BenchStudy(executor, new StopSignal(), "./roilab bench bench.yaml", Optional.empty())
                .run(plan, folder.resolve("results"), (_, _, _) -> {});
    }

    private StudyPlan bench(String more) {
        return StudyPlan.of(StudyText.write(folder, """
                        study: bench
                        question: How fast?
                        extends: base.yaml
                        data: {train: 4, test: 2, classes: 1, width: 64, height: 64, smallest: 16, largest: 40, shorter_side: 64, longer_side: 64}
                        model: {proposals: {type: dense-grid, count: 100, scales: [24, 32], ratios: [1.0], step: 0.5}}
                        timing: {images: 2, rounds: 2}
                        seeds: [1]
                        """ + more), List.of());
    }
}

package dev.roilab.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.run.system.SystemTrials;
import dev.roilab.study.StudyPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings that run and hardly do what they were written for are told, with their place, before they do. */
class DoubtfulSettingsTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void ratesThatNoStepHasOrNoneKeeps() throws IOException {
        assertThat(warnings("fast-rcnn", """
                data: {width: 64, height: 48, train: 6, test: 10, objects: 1, largest: 40}
                model: {proposals: {type: dense-grid, count: 24, scales: [24], ratios: [1.0], step: 0.5}}
                train: {steps: 40, images: 8, schedule: {type: step, at: [0.001, 0.5, 0.99], factor: 0.1, warmup: 40}}
                """)).containsExactly("""
                study.yaml:7:99: train.schedule.warmup: 40 steps of warm-up in a training of 40: its last step has \
                0.010 of the rate
                study.yaml:7:58: train.schedule.at: the milestone 0.001 is step 0 of 40, before the first: no step has \
                the rate without its factor
                study.yaml:7:58: train.schedule.at: the milestone 0.99 is step 40 of 40, after the last: it is never \
                reached
                study.yaml:7:28: train.images: mini-batches of 8 from a training split of 6: each holds some picture \
                more than once
                """.split("\n"));
        assertThat(warnings("fast-rcnn", "train: {steps: 400, schedule: {at: [0.25, 0.5], warmup: 101}}\n"))
                .containsExactly("study.yaml:5:36: train.schedule.at: the milestone 0.25 is step 100 of 400, within the"
                        + " 101 of warm-up: no step has the whole rate");
        assertThat(warnings("fast-rcnn", """
                data: {width: 64, height: 48, train: 8, test: 10, objects: 1, largest: 40}
                model: {proposals: {type: dense-grid, count: 24, scales: [24], ratios: [1.0], step: 0.5}}
                train: {steps: 40, images: 8, schedule: {type: step, at: [0.5, 0.95], factor: 0.1, warmup: 20}}
                """)).isEmpty();
    }

    /** A comparison of precisions would find two equal arms. */
    @Test
    void aPrecisionThatThisMachineHasNot() throws IOException {
        assertThat(warnings("fast-rcnn", "train: {precision: tf32}\n"))
                .containsExactly("study.yaml:5:20: train.precision: device 'cpu' of engine 'cpu' has no tf32 here; that"
                        + " takes a GPU from Ampere on; its trials cannot run");
    }

    /** A data set is not the place for them. */
    @Test
    void theLinterOfDataSaysNothingOfThem() throws IOException {
        Path bases = Path.of("experiments/base").toAbsolutePath();
        Path study = Files.writeString(
                folder.resolve("study.yaml"),
                "study: s\nquestion: q\nextends: %s/fast-rcnn.yaml\nseeds: [1]\ntrain: {steps: 5}\n".formatted(bases));
        StudyPlan plan = StudyPlan.of(study, List.of());
        assertThat(runner().check(plan)).anyMatch(line -> line.contains("train.schedule.warmup"));
        assertThat(runner().checkData(plan)).isEmpty();
    }

    private StudyRunner runner() {
        var trials = new SystemTrials(Optional.empty(), folder.resolve("cache"), 1);
        return new StudyRunner(trials, new SilentListener(), RunOptions.in(folder.resolve("results")));
    }

    @Test
    void bandsOfOverlapsThatMeet() throws IOException {
        String study = "model: {sampling: {foreground_iou: 0.4, background_iou: {from: FROM, to: TO}}}\n";
        assertThat(warnings("fast-rcnn", study.replace("FROM", "0.1").replace("TO", "0.5")))
                .containsExactly("study.yaml:5:73: model.sampling.background_iou.to: 0.5 is above foreground_iou 0.4,"
                        + " from which on regions are foreground");
        assertThat(warnings("fast-rcnn", study.replace("FROM", "0.4").replace("TO", "0.5")))
                .containsExactly("study.yaml:5:57: model.sampling.background_iou: regions from foreground_iou 0.4 on"
                        + " are foreground, so that none is background");
        assertThat(warnings("fast-rcnn", study.replace("FROM", "0.1").replace("TO", "0.4")))
                .isEmpty();
    }

    @Test
    void anchorsThatNoPictureHolds() throws IOException {
        String study = """
                data: {train: 4, test: 10}
                model: {rpn: {anchors: {sizes: [24, 96, 200], ratios: [0.5, 1, 2]}, sampling: {crossing: CROSSING}}}
                """;
        assertThat(warnings("faster-rcnn", study.replace("CROSSING", "ignored")))
                .containsExactly(
                        "study.yaml:6:32: model.rpn.anchors.sizes: anchors of 96.0 pixels of ratio [0.5, 2.0] are too"
                                + " large for every training picture to be an object's",
                        "study.yaml:6:32: model.rpn.anchors.sizes: anchors of 200.0 pixels are too large for every"
                                + " training picture to be an object's");
        // 128 x 128 of 200 x 200 are 0.41 of an anchor, and 0.7 are asked for.
        assertThat(warnings("faster-rcnn", study.replace("CROSSING", "used")))
                .containsExactly("study.yaml:6:32: model.rpn.anchors.sizes: anchors of 200.0 pixels are too large for"
                        + " every training picture to be an object's");
    }

    private List<String> warnings(String base, String text) throws IOException {
        Path bases = Path.of("experiments/base").toAbsolutePath();
        String head = "study: s\nquestion: q\nextends: %s/%s.yaml\nseeds: [1]\n".formatted(bases, base);
        Path study = Files.writeString(folder.resolve("study.yaml"), head + text);
        return runner().check(StudyPlan.of(study, List.of())).stream()
                .map(line -> line.replace(folder + "/", ""))
                .filter(line -> line.startsWith("study.yaml:"))
                .toList();
    }
}

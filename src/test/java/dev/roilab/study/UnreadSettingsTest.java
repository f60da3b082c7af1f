package dev.roilab.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arms that differ only in what decides nothing would be trained twice to the same numbers, and compared. */
class UnreadSettingsTest {
    private static final String RCNN = """
            model:
              type: rcnn
              proposals: {type: dense-grid, count: 100, scales: [24, 32], ratios: [1.0], step: 0.5}
              backbone: {type: tiny, width: 8, stride: 16, frozen_below: 0}
              crop: {size: 64, padding: 4}
              head: {fc: [16]}
              sampling: {rois: 8, foreground: 0.25, foreground_iou: 0.5, background_iou: {from: 0, to: 0.5}}
              svm: {cost: 0.001, positive_weight: 2, bias: 10, norm: 20, negative_iou: 0.3, retrain: 2000}
              box_regression: {iou: 0.6, strength: 1000, norm: 20, pairs: 100}
              postprocessing: {score: 0.05, nms: 0.3, detections: 100}
              boxes: %s
            """;

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', textBlock = """
            model.box_loss.beta         | 1.0  | 0.5  | model: {box_loss: {weight: 0}} | not read: model.box_loss.type and model.box_loss.beta: box_loss.weight is 0
            model.box_loss              | {type: l2, weight: 0} | {type: l1, weight: 0} | | not read: model.box_loss.type and model.box_loss.beta: box_loss.weight is 0
            model.box_targets.deviation | [1, 1, 1, 1] | [2, 2, 2, 2] | model: {box_loss: {weight: 0}, boxes: proposals} | not read: model.box_targets.deviation: box_loss.weight is 0 and boxes are the proposals
            train.schedule.factor       | 1.0  | 0.1  | train: {steps: 20, schedule: {at: [0.99], warmup: 0}} | train.schedule: the same rate at each of the 20 steps
            train.schedule              | {type: step, at: [0.5], factor: 1.0, warmup: 1} | {type: constant, warmup: 0} | | train.schedule: the same rate at each of the 600 steps
            train.schedule.at           | [0.5, 0.75] | [0.501, 0.75] | train: {steps: 100} | train.schedule: the same rate at each of the 100 steps
            train.bias_rate             | 1    |      | | not read: train.bias_rate: 1.0 is what leaving it out means
            train.scales                | [192] |     | | not read: train.scales: data.shorter_side alone is what leaving it out means
            train.momentum              | 0.9  | 0.5  | train: {steps: 1} | not read: train.momentum: a training of one step has no step before it
            test.scales.window          | 50   | 60   | test: {scales: {shorter_sides: [96], window: 9}} | not read: test.scales.window: every region is taken from the one size that there is
            test.scales                 | {shorter_sides: [192], window: 50} | | | not read: test.scales: data.shorter_side alone is what leaving it out means
            model.roi.aligned           | true |      | | not read: model.roi.aligned: true is what leaving it out means
            model.roi.aggregation       | mean |      | | not read: model.roi.aggregation: mean is what leaving it out means
            model.roi.aggregation       | mean | max  | model: {roi: {sampling_ratio: 1}} | not read: model.roi.aggregation: a cell's one point is its mean and its maximum
            model.tasks                 | joint |     | | not read: model.tasks: joint is what leaving it out means
            model.boxes                 | regressed | | | not read: model.boxes: regressed is what leaving it out means
            model.head.pretrained       | false |     | | not read: model.head.pretrained: false is what leaving it out means
            model.head.svd.method       | exact | randomized | model: {head: {svd: {method: exact, ranks: [0, 0]}}} | not read: model.head.svd: ranks of 0 leave every layer whole, as no svd does
            model.head.svd              | {method: exact, ranks: [0, 0]} | | | not read: model.head.svd: ranks of 0 leave every layer whole, as no svd does
            model.sampling.background_iou.to | 0.5 | 0.7 | | model.sampling.background_iou.to: regions from foreground_iou 0.5 on are foreground
            model.backbone.width        | 0.5  | 0.5001 | model: {backbone: {type: vgg, depth: 11, stride: 16, width: 1, frozen_below: 0}} | model.backbone.width: the same numbers of channels
            data.occlusion              | 0.1  | 0.3  | data: {objects: 1} | not read: data.occlusion: one object has no other that may cover it
            data.longer_side            | 256  | 300  | | data.shorter_side and data.longer_side: pictures of 256 x 192 become 256 x 192
            data.shorter_side           | 192  | 200  | | data.shorter_side and data.longer_side: pictures of 256 x 192 become 256 x 192
            model.proposals.width       | 0    | 256  | | model.proposals.width: pictures are 256 pixels wide as they are
            model.proposals.count       | 768  | 999  | model: {proposals: {type: dense-grid, count: 9, scales: [32], ratios: [1.0], step: 0.25}} | model.proposals.count: the grid has 768 boxes in pictures of 256 x 192
            """)
    void armsThatDifferInNothingElseAreRefused(String path, String a, String b, String base, String why) {
        assertThatThrownBy(() -> plan(path, text(a), text(b), text(base)))
                .hasMessageEndingWith(
                        "study.yaml:5:%d: arms 'a' (line 5) and 'b' of %s have the same settings; change or remove one; %s",
                        16 + path.length() + text(a).length(), path, why);
    }

    /** The nearest settings that do differ: a rule that goes too far would keep a study from being run. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', textBlock = """
            model.box_loss.beta         | 1.0  | 0.5  |
            model.box_loss.weight       | 0    | 0.1  |
            model.box_targets.deviation | [1, 1, 1, 1] | [2, 2, 2, 2] | model: {box_loss: {weight: 0}}
            train.schedule.factor       | 1.0  | 0.1  | train: {steps: 20, schedule: {at: [0.95], warmup: 0}}
            train.schedule.warmup       | 1    | 2    |
            train.bias_rate             | 2    |      |
            train.momentum              | 0.9  | 0.5  | train: {steps: 2}
            train.momentum              | 0.9  | 0.5  | train: {steps: 1}\\nmodel: {head: {svd: {method: exact, energy: 0.5, tuning: {steps: 2, rate: 0.1}}}}
            test.scales                 | {shorter_sides: [96], window: 50} | |
            test.scales.window          | 50   | 60   | test: {scales: {shorter_sides: [96, 128], window: 9}}
            model.roi.aligned           | false |     |
            model.roi.aggregation       | mean | max  |
            model.head.svd.method       | exact | randomized | model: {head: {svd: {method: exact, ranks: [0, 8]}}}
            model.head.svd              | {method: exact, ranks: [0, 0], tuning: {steps: 1, rate: 0.1}} | |
            model.sampling.background_iou.to | 0.4 | 0.7 |
            model.sampling.foreground   | 0.25 | 0.26 |
            data.longer_side            | 255  | 256  |
            model.proposals.width       | 0    | 255  |
            model.proposals.count       | 767  | 768  | model: {proposals: {type: dense-grid, count: 9, scales: [32], ratios: [1.0], step: 0.25}}
            """)
    void armsThatDifferAreNot(String path, String a, String b, String base) {
        assertThat(plan(path, text(a), text(b), text(base)).trials()).hasSize(2);
    }

    @Test
    void regressorsOfBoxesThatNoDetectionHasDecideNothing() {
        assertThatThrownBy(() -> plan("model.box_regression.iou", "0.5", "0.6", RCNN.formatted("proposals")))
                .hasMessageEndingWith(
                        "not read: model.box_regression: boxes are the proposals, which no regressor moves");
        assertThat(plan("model.box_regression.iou", "0.5", "0.6", RCNN.formatted("regressed"))
                        .trials())
                .hasSize(2);
        assertThatThrownBy(() -> plan("model.sampling.foreground", "0.25", "0.26", RCNN.formatted("")))
                .hasMessageEndingWith("model.sampling.foreground: 2 of 8 regions are foreground");
    }

    @Test
    void aSquareIsFilledByASquareEitherWay() throws IOException {
        String study = """
                study: s
                question: q
                extends: %s
                seeds: [1]
                vary: {model.input.aspect: [stretched, kept]}
                """.formatted(Path.of("experiments/base/yolo.yaml").toAbsolutePath());
        Path file = Files.writeString(folder.resolve("study.yaml"), study);
        assertThatThrownBy(() -> StudyPlan.of(file, List.of()))
                .hasMessageEndingWith("not read: model.input.aspect: pictures of 128 x 128 fill the square either way");
        Files.writeString(file, study + "data: {width: 160}\n");
        assertThat(StudyPlan.of(file, List.of()).trials()).hasSize(2);
    }

    /** Its layers have no file and are never truncated: such keys were left out without a word. */
    @Test
    void pretrainingRefusesWhatItDoesNotDo() {
        String pretraining = """
                pretraining:
                  type: classification
                  seed: 1
                  data: {type: shapes, seed: 1, width: 64, height: 64, train: 4, test: 4, classes: 2, objects: 1, smallest: 8,
                         largest: 32, occlusion: 0, texture: 0, noise: 0, shorter_side: 64, longer_side: 64}
                  sizes: [64]
                  roi: {type: roi-pool, output_size: 2}
                  head: {fc: [8], svd: {method: exact, ranks: [2]}}
                  steps: 2
                  images: 2
                  rate: 0.1
                  momentum: 0.9
                  decay: 0
                  schedule: {type: constant, warmup: 0}
                """;
        assertThatThrownBy(() -> plan("train.rate", "0.1", "0.2", pretraining))
                .hasMessageContaining("head.svd and head.pretrained are known to fast-rcnn alone");
        assertThat(plan("train.rate", "0.1", "0.2", pretraining.replace(", svd: {method: exact, ranks: [2]}", ""))
                        .trials())
                .hasSize(2);
    }

    private static String text(@Nullable String cell) {
        return cell == null ? "" : cell.replace("\\n", "\n");
    }

    private StudyPlan plan(String path, String a, String b, String base) {
        String study = """
                study: s
                question: q
                extends: base.yaml
                seeds: [1]
                vary: {%s: {a: %s, b: %s}}
                """.formatted(path, a, b);
        return StudyPlan.of(StudyText.write(folder, study + base + "\n"), List.of());
    }
}

package dev.roilab.run.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.study.StudyPlan;
import dev.roilab.study.StudyText;
import dev.roilab.study.Trial;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each part of a key, changed, changes it; what the artefact does not see does not. */
class ArtefactKeyTest {
    private static final Map<String, String> IN = Map.of("data", "in", "pretraining_data", "pictures");

    private static final String STUDY = """
            study: s
            question: q
            extends: base.yaml
            seeds: [1]
            pretraining:
              type: classification
              seed: 1
              data:
                type: voc
                root: here
                classes: [a]
                train_split: [train]
                test_split: test
                on_bad_box: skip
                shorter_side: 32
                longer_side: 32
              sizes: [32]
              roi: {type: spp, levels: [2, 1]}
              head: {fc: [16]}
              steps: 5
              images: 4
              rate: 0.005
              momentum: 0.9
              decay: 5e-4
              schedule: {type: constant, warmup: 0}
            """;

    private static final List<String> EVERYONES = List.of(
            "engine: torch\n",
            "device: cuda\n",
            "train: {precision: bf16}\n",
            "model: {backbone: {width: 8}}\n",
            "model: {backbone: {frozen_below: 1}}\n");

    @TempDir
    private Path folder = Path.of("");

    private Trial trial(String text) {
        return StudyPlan.of(StudyText.write(folder, text), List.of()).trials().getFirst();
    }

    private String pretraining(String text) {
        return pretraining(text, IN, 2);
    }

    private String pretraining(String text, Map<String, String> inputs, int threads) {
        return ArtefactKey.pretraining(trial(text).settings(), inputs, threads).hash();
    }

    private String training(String text) {
        return training(text, IN, 2);
    }

    private String training(String text, Map<String, String> inputs, int threads) {
        return ArtefactKey.training(trial(text), inputs, threads).hash();
    }

    /** A head that is the backbone's last stage is pretrained with it, another head is not. */
    @Test
    void aPretrainingKnowsTheLastStage() {
        String resnet = STUDY
                + "model: {backbone: {type: resnet, depth: 18, stride: 16, norm: frozen, frozen_below: 0}, head: HEAD}\n";
        String stage = pretraining(resnet.replace("HEAD", "{type: stage}"));
        assertThat(stage).isNotEqualTo(pretraining(resnet.replace("HEAD", "{fc: [8]}")));
        assertThat(stage)
                .isEqualTo(pretraining(
                        resnet.replace("16", "32").replace("HEAD", "{fc: [8]}").replace("fc: [32]", "fc: [16]")));
    }

    private static void changes(Function<String, String> key, List<String> more) {
        String plain = key.apply(STUDY);
        assertThat(more.stream().map(text -> key.apply(STUDY + text)))
                .hasSize(more.size())
                .doesNotHaveDuplicates()
                .doesNotContain(plain);
    }

    private static void doesNotChange(Function<String, String> key, List<String> more) {
        String plain = key.apply(STUDY);
        assertThat(more).allSatisfy(text -> assertThat(key.apply(STUDY + text)).isEqualTo(plain));
    }

    @Test
    void ofAPretrainingSeesItsOwnSettingsBackbonePrecisionEngineAndDevice() {
        changes(this::pretraining, EVERYONES);
        List<String> texts = List.of(
                STUDY,
                STUDY.replace("seed: 1", "seed: 2"),
                STUDY.replace("sizes: [32]", "sizes: [64]"),
                STUDY.replace("levels: [2, 1]", "levels: [1]"),
                STUDY.replace("steps: 5", "steps: 6"),
                STUDY.replace("rate: 0.005", "rate: 0.006"),
                STUDY.replace("classes: [a]", "classes: [a, b]"));
        assertThat(texts.stream().map(this::pretraining)).doesNotHaveDuplicates();
    }

    @Test
    void ofAPretrainingSeesTheContentOfItsPicturesAndNotWhereTheyLie() {
        String plain = pretraining(STUDY);
        assertThat(pretraining(STUDY, Map.of("data", "in", "pretraining_data", "others"), 2))
                .isNotEqualTo(plain);
        assertThat(pretraining(STUDY, Map.of("data", "in", "pretraining_data", "pictures", "weights", "w"), 2))
                .isNotEqualTo(plain);
        assertThat(pretraining(STUDY, IN, 1)).isNotEqualTo(plain);
        assertThat(pretraining(STUDY.replace("root: here", "root: there"))).isEqualTo(plain);
    }

    @Test
    void ofAPretrainingSeesNothingOfTheTrialsThatUseIt() {
        doesNotChange(
                this::pretraining,
                List.of(
                        "train: {steps: 7, rate: 0.5}\n",
                        "model: {postprocessing: {nms: 0.4}}\n",
                        "data: {train: 3}\n",
                        "model: {proposals: {count: 7}}\n",
                        "model: {roi: {output_size: 6}}\n"));
        assertThat(pretraining(STUDY.replace("seeds: [1]", "seeds: [2]"))).isEqualTo(pretraining(STUDY));
        assertThat(pretraining(STUDY, Map.of("data", "others", "pretraining_data", "pictures"), 2))
                .isEqualTo(pretraining(STUDY));
    }

    @Test
    void ofAPretrainingIsOneForAllSystems() {
        String rcnn = """
                model:
                  type: rcnn
                  proposals: {type: dense-grid, count: 9, scales: [24], ratios: [1.0], step: 0.5}
                  sampling: {rois: 128, foreground: 0.25, foreground_iou: 0.5, background_iou: {from: 0.0, to: 0.5}}
                  postprocessing: {score: 0.05, nms: 0.3, detections: 100}
                  backbone: {type: tiny, width: 16, stride: 16, frozen_below: 0}
                  crop: {size: 32, padding: 4}
                  head: {fc: [16]}
                  svm: {cost: 0.001, positive_weight: 2, bias: 10, norm: 20, negative_iou: 0.3, retrain: 2000}
                  box_regression: {iou: 0.3, strength: 1000, norm: 20, pairs: 100}
                """;
        doesNotChange(this::pretraining, List.of(rcnn));
        changes(this::training, List.of(rcnn));
        assertThat(training(STUDY + rcnn.replace("cost: 0.001", "cost: 0.01").replace("pairs: 100", "pairs: 99")))
                .isEqualTo(training(STUDY + rcnn));
    }

    @Test
    void ofATrainingSeesWhatTheTrainingSees() {
        changes(this::training, EVERYONES);
        changes(
                this::training,
                List.of(
                        "train: {steps: 7}\n",
                        "model: {tasks: stage-wise}\n",
                        "data: {train: 3}\n",
                        "model: {proposals: {count: 7}}\n",
                        "model: {roi: {output_size: 6}}\n",
                        "model: {head: {fc: [64, 64]}}\n"));
        String plain = training(STUDY);
        assertThat(List.of(
                        training(STUDY.replace("seeds: [1]", "seeds: [2]")),
                        training(STUDY.replace("steps: 5", "steps: 6")),
                        training(STUDY, Map.of("data", "others", "pretraining_data", "pictures"), 2),
                        training(STUDY, Map.of("data", "in", "pretraining_data", "others"), 2),
                        training(STUDY, IN, 1)))
                .doesNotContain(plain)
                .doesNotHaveDuplicates();
    }

    @Test
    void ofATrainingSeesNeitherItsTestNorWhatIsDoneToTrainedWeights() {
        doesNotChange(
                this::training,
                List.of(
                        "model: {postprocessing: {nms: 0.4}, boxes: proposals}\n",
                        "test: {scales: {shorter_sides: [96, 192], window: 64}}\n",
                        "model: {head: {svd: {method: exact, ranks: [4, 0]}}}\n",
                        "model: {svm: {cost: 0.001, positive_weight: 2, bias: 10, norm: 20, negative_iou: 0.3,"
                                + " retrain: 2000}}\n"));
        assertThat(training(STUDY.replace("root: here", "root: there"))).isEqualTo(training(STUDY));
    }
}

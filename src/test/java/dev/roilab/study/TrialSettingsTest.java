package dev.roilab.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.model.Recipes;
import dev.roilab.proposal.ProposalSettings;
import dev.roilab.study.place.SettingOverride;
import dev.roilab.yaml.Problems;
import dev.roilab.yaml.RecordBinder;
import dev.roilab.yaml.YamlException;
import dev.roilab.yaml.YamlWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a system cannot do is refused where the study says it, before anything runs. */
class TrialSettingsTest {
    private static final String SVMS = """
            study: s
            question: Does Fast R-CNN need SVMs?
            extends: base.yaml
            model:
              svm: {cost: 0.001, positive_weight: 2, bias: 10, norm: 20, negative_iou: 0.3, retrain: 2000}
            seeds: [1]
            """;

    private static final String PYRAMID = "test: {scales: {shorter_sides: [96, 128], window: 48}}\n";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void svmsOnFastRcnnAreTestedAtOneScale() {
        assertThatThrownBy(() -> plan(SVMS + PYRAMID))
                .isInstanceOf(YamlException.class)
                .hasMessageEndingWith(
                        "study.yaml:7:16: test.scales cannot stand beside model.svm, which learns features of one scale;"
                                + " remove one");
        assertThat(plan(SVMS).trials()).hasSize(1);
        assertThat(plan(SVMS.replaceAll("model:\\n.*\\n", "") + PYRAMID).trials())
                .hasSize(1);
    }

    /** A mirror image of slanted stripes is a picture of another class: what is learned of it is wrong. */
    @Test
    void classesThatAMirrorChangesAreNotMirrored() {
        String study = """
                study: s
                question: q
                extends: base.yaml
                data: {type: patterns, seed: 1, side: 32, train: 64, test: 8, shapes: 2, directions: 4, clutter: 0.3,
                  noise: 5, shorter_side: 32, longer_side: 32}
                model: {type: classifier, backbone: {type: tiny, width: 8, stride: 8, frozen_below: 0},
                  head: {fc: [], dropout: 0}}
                train: {flip: true}
                seeds: [1]
                """;
        assertThatThrownBy(() -> plan(study))
                .isInstanceOf(YamlException.class)
                .hasMessageContaining("train.flip mirrors pictures, and the directions of data make other classes of"
                        + " them; set train.flip: false");
        assertThat(plan(study.replace("flip: true", "flip: false")).trials()).hasSize(1);
        assertThat(plan(study.replace("directions: 4", "directions: 2")).trials())
                .hasSize(1);
        String pretrained = study.replace("flip: true", "flip: false").replace("seeds:", """
                pretraining: {type: classification, seed: 1, data: {type: patterns, seed: 2, side: 32, train: 64,
                  test: 8, shapes: 2, directions: 3, clutter: 0.3, noise: 5, shorter_side: 32, longer_side: 32},
                  sizes: [32], roi: {type: spp, levels: [1]}, head: {fc: [4]}, steps: 3, images: 2, rate: 0.01,
                  momentum: 0.9, decay: 5e-4, schedule: {type: constant, warmup: 1}}
                seeds:""");
        assertThatThrownBy(() -> plan(pretrained))
                .hasMessageContaining("pretraining.data.directions must be <= 2: a pretraining mirrors half of");
    }

    /** Which stages there are hangs on the stride. */
    @Test
    void noMoreStagesAreFrozenThanThereAre() {
        String plain = "study: s\nquestion: q\nextends: base.yaml\nseeds: [1]\n";
        assertThat(plan(plain + "model: {backbone: {stride: 8, frozen_below: 3}}\n")
                        .trials())
                .hasSize(1);
        assertThatThrownBy(() -> plan(plain + "vary: {model.backbone.frozen_below: {all: 9, none: 0}}\n"))
                .isInstanceOf(YamlException.class)
                .hasMessageContaining("study.yaml:5:")
                .hasMessageContaining("frozen_below must be 0 to 4 at stride 16 (stem and stages), got 9");
    }

    @Test
    void similarClassesAreClassesOfTheData() {
        String plain = "study: s\nquestion: q\nextends: base.yaml\nseeds: [1]\n";
        assertThat(plan(plain + "test: {similar: [[circle, square]]}\n").trials())
                .singleElement()
                .satisfies(
                        trial -> assertThat(trial.settings().test().similarLabels(List.of("square", "dog", "circle")))
                                .containsExactly(Set.of(0, 2)));
        assertThatThrownBy(() -> plan(plain + "test: {similar: [[circle, sqare], [cat, circle]]}\n"))
                .hasMessageContaining("study.yaml:5:")
                .hasMessageContaining("test.similar names cat, sqare, and the classes of data are circle, square,");
        assertThatThrownBy(() -> plan(plain + "test: {similar: [[circle, square], [circle]]}\n"))
                .hasMessageContaining(
                        "study.yaml:5:36: similar.2 must name at least two classes, each once, got [circle]");
        assertThatThrownBy(() -> plan(plain + "test: {similar: []}\n"))
                .hasMessageContaining("similar must have at least one group");
    }

    @Test
    void kindsOfErrorsAreAskedForByTheirName() {
        String study = """
                study: s
                question: q
                extends: base.yaml
                vary: {train.steps: [9, 10]}
                seeds: [1]
                report:
                  tables: [{rows: train.steps, values: [ap50, error-kinds]}]
                  plots: [{type: shares, name: error-kinds}]
                """;
        assertThat(plan(study).trials()).hasSize(2);
        assertThatThrownBy(() -> plan(study.replace("name: error-kinds", "name: error-kind")))
                .hasMessageContaining("study.yaml:8:32: ")
                .hasMessageContaining("did you mean 'error-kinds'");
        assertThatThrownBy(
                        () -> plan(study.replace("type: shares, name: error-kinds", "type: curve, name: error-kinds")))
                .hasMessageContaining("error-kinds");
    }

    private static final String STAGED = """
            study: s
            question: q
            extends: base.yaml
            model:
              type: TYPE
              proposals: {type: dense-grid, count: 9, scales: [24], ratios: [1.0], step: 0.5}
              sampling: {rois: 128, foreground: 0.25, foreground_iou: 0.5, background_iou: {from: 0.0, to: 0.5}}
              postprocessing: {score: 0.05, nms: 0.3, detections: 100}
              backbone: {type: tiny, width: 32, stride: 16, frozen_below: 0}
              crop: {size: 128, padding: 9}
              roi: {type: spp, levels: [2, 1]}
              scales: {shorter_sides: [96, 192], window: 64}
              windows: {sides: [40], ratios: [1.0], step: 0.5}
              head: {fc: [128]}
              svm: {cost: 0.001, positive_weight: 2, bias: 10, norm: 20, negative_iou: 0.3, retrain: 2000}
              box_regression: {iou: 0.6, strength: 1000, norm: 20, pairs: 1000}
            seeds: [1]
            """;

    private static String staged(String type) {
        List<String> others = switch (type) {
            case "rcnn" -> List.of("roi", "scales", "windows");
            case "spp-net" -> List.of("crop", "windows");
            default -> List.of("proposals", "roi", "scales", "svm", "box_regression");
        };
        return STAGED.replace("TYPE", type)
                .lines()
                .filter(line -> others.stream().noneMatch(key -> line.startsWith("  " + key + ":")))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            rcnn           | train: {scales: [96, 128]}                             | 17 | train.scales is not known to model.type rcnn; remove it
            sliding-window | test: {scales: {shorter_sides: [96, 128], window: 48}} | 16 | test.scales is not known to model.type sliding-window; remove it
            """)
    void whatASystemCannotHonourIsRefusedWhereItStands(String type, String block, int column, String message) {
        String text = staged(type);
        String place = ":%d:%d: ".formatted(text.lines().count() + 1, column);
        assertThatThrownBy(() -> plan(text + block))
                .isInstanceOf(YamlException.class)
                .hasMessageEndingWith("study.yaml" + place + message);
        assertThat(plan(text).trials()).hasSize(1);
    }

    @Test
    void allOfItIsRefusedAtOnce() {
        String text = staged("spp-net").replace("frozen_below: 0", "frozen_below: 2") + """
                pretraining: {type: weight-file, weights: a.safetensors}
                train: {scales: [96]}
                """;
        assertThatThrownBy(() -> plan(text.replace("stride: 16,", "stride: 16, weights: b.safetensors,")))
                .hasMessageContainingAll(
                        "study.yaml:9:87: model.backbone.frozen_below is 2, but model.type spp-net never changes a",
                        "study.yaml:9:58: model.backbone.weights would be overwritten by pretraining.weights; remove one",
                        "train.scales is not known to model.type")
                .message()
                .hasLineCount(3);
    }

    @Test
    void whatOneSystemOfSeveralDoesNotReadIsSaid() {
        assertThat(warnings("sliding-window")).isEmpty();
        assertThat(warnings("spp-net"))
                .containsExactly("not read: data.shorter_side and data.longer_side: spp-net resizes images to"
                        + " model.scales instead");
        assertThat(warnings("rcnn")).isEmpty();
    }

    private List<String> warnings(String type) {
        return UnreadSettings.warnings(plan(staged(type)).trials().getFirst().settings());
    }

    /** Results keep settings as text, and a process that times an arm gets them so. */
    @ParameterizedTest
    @ValueSource(strings = {"rcnn", "spp-net", "sliding-window"})
    void whatIsWrittenOfThemIsReadAgain(String type) {
        TrialSettings settings = plan(staged(type)).trials().getFirst().settings();
        assertThat(RecordBinder.bind("again", YamlWriter.write(YamlWriter.tree(settings)), TrialSettings.class))
                .isEqualTo(settings);
    }

    /** They would be trained twice to the same bits. */
    @Test
    void trialsThatDifferInUnreadSettingsAloneAreRefused() {
        assertThat(plan(staged("rcnn") + "vary: {data.shorter_side: [96, 128]}\n")
                        .trials())
                .hasSize(2);
        assertThatThrownBy(() -> plan(staged("spp-net") + "vary: {data.shorter_side: [96, 128]}\n"))
                .hasMessageContaining("have the same settings; change or remove one; not read: data.shorter_side");
    }

    @Test
    void proposalsAreOfThoseThatLookAtThem() {
        String vary = "vary: {model.proposals.count: [100, 200]}\n";
        assertThat(plan(staged("rcnn") + vary).trials()).hasSize(2);
        assertThatThrownBy(() -> plan(staged("sliding-window") + vary))
                .hasMessageContaining("unknown path 'model.proposals.count'");
        assertThatThrownBy(() -> plan(staged("sliding-window") + "proposals: {count: 100}\n"))
                .hasMessageContaining("proposals moved to model.proposals");
    }

    /** An option means the arms that have its setting. */
    @Test
    void anOptionIsLaidOverTheArmsThatKnowIt() {
        String study = STUDY_OF_TWO
                + staged("sliding-window")
                        .lines()
                        .filter(line -> line.startsWith("  "))
                        .map(line -> "      " + line.strip() + "\n")
                        .collect(Collectors.joining());
        var option =
                SettingOverride.parse("model.proposals.count=7", new Problems()).orElseThrow();
        List<Trial> trials =
                StudyPlan.of(StudyText.write(folder, study), List.of(option)).trials();
        assertThat(trials)
                .extracting(trial -> Recipes.of(trial.settings().model())
                        .proposals(trial.settings().model())
                        .map(ProposalSettings::count))
                .containsExactly(Optional.of(7), Optional.empty());
    }

    private static final String STUDY_OF_TWO = """
            study: s
            question: q
            extends: base.yaml
            seeds: [1]
            vary:
              model:
                fast: {}
                slides:
            """;

    private StudyPlan plan(String text) {
        return StudyPlan.of(StudyText.write(folder, text), List.of());
    }
}

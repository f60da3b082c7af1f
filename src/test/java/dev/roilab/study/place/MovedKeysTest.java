package dev.roilab.study.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.roilab.study.StudyPlan;
import dev.roilab.study.StudyText;
import dev.roilab.yaml.Problems;
import dev.roilab.yaml.YamlException;
import dev.roilab.yaml.YamlNode;
import dev.roilab.yaml.YamlProblem;
import dev.roilab.yaml.YamlReader;
import dev.roilab.yaml.YamlWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MovedKeysTest {
    private static final String HEAD = "study: s\nquestion: q\nextends: base.yaml\nseeds: [1]\n";

    @TempDir
    private Path folder = Path.of("");

    private StudyPlan plan(String text, String... options) {
        List<SettingOverride> overrides = new ArrayList<>();
        for (String option : options) {
            overrides.add(SettingOverride.parse(option, new Problems()).orElseThrow());
        }
        return StudyPlan.of(StudyText.write(folder, text), overrides);
    }

    private List<String> problems(String text, String... options) {
        return catchThrowableOfType(YamlException.class, () -> plan(text, options)).problems().stream()
                .map(YamlProblem::toString)
                .map(problem -> problem.replace(folder + "/", ""))
                .toList();
    }

    @Test
    void everyOldPlaceIsRefusedWithItsNewOneAndAllOtherMistakesBesideThem() {
        assertThat(problems(HEAD + """
                        train: {rois: 64, foreground: 0.5, foreground_iou: 0.6, background_iou: {from: 0.1, to: 0.5},
                          tasks: joint, stepps: 4}
                        test:
                          score: 0.05
                          nms: 0.3
                          detections: 100
                          boxes: regressed
                        proposals: {count: 9}
                        """))
                .containsExactly(
                        "study.yaml:5:9: train.rois moved to model.sampling.rois",
                        "study.yaml:5:19: train.foreground moved to model.sampling.foreground",
                        "study.yaml:5:36: train.foreground_iou moved to model.sampling.foreground_iou",
                        "study.yaml:5:57: train.background_iou moved to model.sampling.background_iou",
                        "study.yaml:6:3: train.tasks moved to model.tasks",
                        "study.yaml:6:17: unknown key 'stepps'; did you mean 'steps'?",
                        "study.yaml:8:3: test.score moved to model.postprocessing.score",
                        "study.yaml:9:3: test.nms moved to model.postprocessing.nms",
                        "study.yaml:10:3: test.detections moved to model.postprocessing.detections",
                        "study.yaml:11:3: test.boxes moved to model.boxes",
                        "study.yaml:12:1: proposals moved to model.proposals");
    }

    @Test
    void soIsEveryPlaceThatSpeaksOfThem() {
        assertThat(problems(HEAD + """
                        vary:
                          train.tasks: [joint, stage-wise]
                          proposals: {some: {count: 9}, more: {count: 99}}
                          test: {low: {nms: 0.3}, high: {scales: {shorter_sides: [64], window: 32}}}
                        arms: {few: {train.rois: 64}, many: {train: {rois: 128}}}
                        when:
                          - {if: {train.tasks: joint, arm: few}, set: {test.score: 0.1, proposals.width: 90}}
                        exclude:
                          - {train.tasks: joint, arm: many, test: low}
                        claims:
                          - {that: ap50(few) > ap50(many), where: {train.tasks: stage-wise, test: low}}
                          - {that: "ap50(train.tasks=joint, few, low) > ap50(train.tasks=stage-wise, few, low)"}
                        report:
                          tables: [{rows: train.tasks, columns: arm, values: [ap50]}, {rows: proposals, columns: arm, values: [ap50]}]
                          plots: []
                        """, "train.background_iou.from=0.1"))
                .containsExactly(
                        "--set train.background_iou.from=0.1: train.background_iou.from moved to"
                                + " model.sampling.background_iou.from",
                        "study.yaml:6:3: train.tasks moved to model.tasks",
                        "study.yaml:7:3: proposals moved to model.proposals",
                        "study.yaml:8:16: test.nms moved to model.postprocessing.nms",
                        "study.yaml:9:14: train.rois moved to model.sampling.rois",
                        "study.yaml:9:46: train.rois moved to model.sampling.rois",
                        "study.yaml:11:11: train.tasks moved to model.tasks",
                        "study.yaml:11:48: test.score moved to model.postprocessing.score",
                        "study.yaml:11:65: proposals.width moved to model.proposals.width",
                        "study.yaml:13:6: train.tasks moved to model.tasks",
                        "study.yaml:15:44: train.tasks moved to model.tasks",
                        "study.yaml:16:12: a setting moved: write ap50(model.tasks=joint, few, low) >"
                                + " ap50(model.tasks=stage-wise, few, low)",
                        "study.yaml:18:19: train.tasks moved to model.tasks",
                        "study.yaml:18:70: proposals moved to model.proposals");
    }

    /** Where the setting stands now would be as unknown there as where it stood. */
    @Test
    void aMovedPathThatIsNotVariedIsUnknownAndNoMore() {
        assertThat(problems(HEAD + """
                        vary: {model.roi.output_size: [5, 7]}
                        when:
                          - {if: {train.foreground: 0.5}, set: {train.steps: 9}}
                        exclude:
                          - {test.nms: 0.3, model.roi.output_size: 5}
                        claims:
                          - {that: ap50(5) > ap50(7), where: {train.rois: 64}}
                        report:
                          tables: [{rows: train.foreground, columns: test.boxes, values: [ap50]}]
                          plots: []
                        """))
                .containsExactly(
                        "study.yaml:7:11: unknown path 'train.foreground' in when; known: model.roi.output_size",
                        "study.yaml:9:6: unknown path 'test.nms' in exclude; known: model.roi.output_size",
                        "study.yaml:11:51: unknown path 'train.rois' in claims; known: model.roi.output_size",
                        "study.yaml:13:19: unknown path 'train.foreground' in report, vary does not have it; known:"
                                + " model.roi.output_size",
                        "study.yaml:13:46: unknown path 'test.boxes' in report, vary does not have it; known:"
                                + " model.roi.output_size");
    }

    /** What {@code when} varies in some arms is varied. */
    @Test
    void aMovedPathThatIsVariedInSomeArmsIsNamedOnce() {
        assertThat(problems(HEAD + """
                        vary: {model.roi.output_size: [5, 7]}
                        when:
                          - {if: {model.roi.output_size: 5}, vary: {train.rois: [32, 64]}}
                        report:
                          tables: [{rows: train.rois, values: [ap50]}]
                          plots: []
                        """))
                .containsExactly(
                        "study.yaml:7:45: train.rois moved to model.sampling.rois",
                        "study.yaml:9:19: train.rois moved to model.sampling.rois");
    }

    @Test
    void namesOfArmsArePlacesOfNothing() {
        assertThat(plan(HEAD + "vary: {model.roi.output_size: {train.rois: 5, test.nms: 7}}\n")
                        .trials())
                .hasSize(2);
    }

    private static YamlNode.Mapping tree(String text) {
        return (YamlNode.Mapping) YamlReader.read("settings", text);
    }

    @Test
    void settingsOfAnOlderVersionAreReadAtTheirPresentPlaces() {
        assertThat(YamlWriter.canonical(MovedKeys.atPresentPlaces(tree("""
                        model: {type: rcnn}
                        train: {steps: 5, rois: 64, background_iou: {from: 0.1, to: 0.5}}
                        test: {nms: 0.3, boxes: proposals}
                        """))))
                .isEqualTo(YamlWriter.canonical(tree("""
                        model:
                          type: rcnn
                          sampling: {rois: 64, background_iou: {from: 0.1, to: 0.5}}
                          postprocessing: {nms: 0.3}
                          boxes: proposals
                        train: {steps: 5}
                        test: {}
                        """)));
    }

    @Test
    void everyTrialKnowsItsFirstPlaces() {
        YamlNode.Mapping now = YamlWriter.tree(plan(HEAD + "model: {tasks: stage-wise, boxes: proposals}\n")
                .trials()
                .getFirst()
                .settings());
        YamlNode.Mapping first = MovedKeys.atFirstPlaces(now);
        assertThat(first.at("model.sampling")).isEmpty();
        assertThat(first.at("model.postprocessing")).isEmpty();
        assertThat(Stream.of(
                                "train.rois",
                                "train.foreground",
                                "train.foreground_iou",
                                "train.background_iou.from",
                                "train.background_iou.to",
                                "train.tasks",
                                "test.score",
                                "test.nms",
                                "test.detections",
                                "test.boxes")
                        .map(first::at))
                .doesNotContain(Optional.empty());
        assertThat(YamlWriter.canonical(MovedKeys.atPresentPlaces(first))).isEqualTo(YamlWriter.canonical(now));
    }

    @Test
    void pathsAndFormulasOfResults() {
        assertThat(MovedKeys.paths(Map.of("train.rois", 1))).containsExactly(Map.entry("model.sampling.rois", 1));
        assertThat(MovedKeys.path("train.background_iou.to")).isEqualTo("model.sampling.background_iou.to");
        assertThat(MovedKeys.path("train.roiss")).isEqualTo("train.roiss");
        assertThat(MovedKeys.formula("ap(test.boxes=a, tasks=b) >= 1 points"))
                .isEqualTo("ap(model.boxes=a, tasks=b) >= 1 points");
    }
}

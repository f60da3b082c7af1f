package dev.roilab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.yaml.YamlException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                        "test has scales, but model.svm learns features of one scale; remove test.scales or model.svm")
                .hasMessageMatching("(?s).*\\.yaml:[0-9]+:[0-9]+: test has.*");
        assertThat(plan(SVMS).trials()).hasSize(1);
        assertThat(plan(SVMS.replaceAll("model:\\n.*\\n", "") + PYRAMID).trials())
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            train: {scales: [96, 128]}                             | train has scales, which fast-rcnn alone knows; remove train.scales
            train: {tasks: stage-wise}                             | train has tasks, which fast-rcnn alone knows; remove train.tasks
            test: {scales: {shorter_sides: [96, 128], window: 48}} | test has scales, which fast-rcnn alone knows; remove test.scales
            """)
    void whatFastRcnnAloneKnowsIsRefusedOfTheOthers(String block, String message) {
        String rcnn = """
                study: s
                question: q
                extends: base.yaml
                model:
                  type: rcnn
                  backbone: {type: tiny, width: 32, stride: 16, frozen_below: 0}
                  crop: {size: 128, padding: 9}
                  head: {fc: [128]}
                  svm: {cost: 0.001, positive_weight: 2, bias: 10, norm: 20, negative_iou: 0.3, retrain: 2000}
                  box_regression: {iou: 0.6, strength: 1000, norm: 20, pairs: 1000}
                seeds: [1]
                """;
        assertThatThrownBy(() -> plan(rcnn + block))
                .isInstanceOf(YamlException.class)
                .hasMessageEndingWith(message);
    }

    private StudyPlan plan(String text) {
        return StudyPlan.of(StudyText.write(folder, text), java.util.List.of());
    }
}

package dev.roilab.study.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.study.StudyPlan;
import dev.roilab.study.StudyText;
import dev.roilab.study.Trial;
import dev.roilab.yaml.YamlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudyGridTest {
    private static final String HEAD = "study: s\nquestion: q\nextends: base.yaml\nseeds: [1]\n";
    private static final String PRODUCT = HEAD + """
            vary:
              model.roi:
                pool: {type: roi-pool, output_size: 7}
                align: {type: roi-align, output_size: 7}
              model.backbone.stride: [8, 16]
            """;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void excludeTakesCellsOutOfTheProduct() {
        assertThat(names(PRODUCT + "exclude:\n  - {model.roi: pool, model.backbone.stride: 16}\n"))
                .containsExactly("roi=pool,stride=8", "roi=align,stride=8", "roi=align,stride=16");
        assertThat(names(PRODUCT + "exclude: [{model.roi: [pool, align], model.backbone.stride: 16}]\n"))
                .containsExactly("roi=pool,stride=8", "roi=align,stride=8");
    }

    @Test
    void namedArmsAreAnExplicitListWithChangesOfTheirOwn() {
        StudyPlan plan = plan(HEAD + """
                arms:
                  plain: {}
                  small: {train.steps: 5, model.backbone.stride: 8}
                  slow: {train.rate: 1e-4}
                """);
        assertThat(plan.varied()).containsExactly("arm");
        assertThat(plan.trials())
                .extracting(Trial::name)
                .containsExactly("arm=plain,seed=1", "arm=small,seed=1", "arm=slow,seed=1");
        assertThat(plan.trials().get(1).settings().train().steps()).isEqualTo(5);
        assertThat(plan.trials().get(1).settings().model().toString()).contains("stride=8");
        assertThat(plan.trials().get(2).settings().train().rate()).isEqualTo(1e-4);
        assertThat(plan.trials().get(2).varied()).containsEntry("arm", "slow");
    }

    @Test
    void armsAndVaryMultiply() {
        assertThat(
                        names(
                                HEAD
                                        + "arms: {a: {train.steps: 5}, b: {train.steps: 6}}\nvary: {model.postprocessing.nms: [0.3, 0.4]}\n"))
                .containsExactly("arm=a,nms=0.3", "arm=a,nms=0.4", "arm=b,nms=0.3", "arm=b,nms=0.4");
    }

    @Test
    void whenVariesAndChangesOnlyTheCellsThatMatch() {
        StudyPlan plan = plan(PRODUCT + """
                when:
                  - if: {model.roi: align}
                    vary: {model.roi.sampling_ratio: [1, 2]}
                  - if: {model.backbone.stride: 8}
                    set: {train.rate: 0.001}
                """);
        assertThat(plan.trials())
                .extracting(Trial::name)
                .containsExactly(
                        "roi=pool,stride=8,seed=1",
                        "roi=pool,stride=16,seed=1",
                        "roi=align,stride=8,sampling_ratio=1,seed=1",
                        "roi=align,stride=8,sampling_ratio=2,seed=1",
                        "roi=align,stride=16,sampling_ratio=1,seed=1",
                        "roi=align,stride=16,sampling_ratio=2,seed=1");
        assertThat(plan.trials().getFirst().varied()).containsEntry("model.roi.sampling_ratio", "-");
        assertThat(plan.trials())
                .allSatisfy(trial -> assertThat(trial.settings().train().rate())
                        .isEqualTo("8".equals(trial.varied().get("model.backbone.stride")) ? 0.001 : 0.01));
    }

    /** The later would win, and a label would not be what its trials do. */
    @Test
    void noCellIsGivenTwoValuesOfOneSetting() {
        assertThatThrownBy(() -> plan(PRODUCT + """
                when:
                  - if: {model.roi: align}
                    set: {train.rate: 0.002, train.momentum: 0.5, model.backbone.stride: 8}
                  - if: {model.backbone.stride: 8}
                    set: {train.rate: 0.001, train.momentum: 0.5}
                """))
                .isInstanceOf(YamlException.class)
                .satisfies(refusal -> assertThat(
                                String.valueOf(refusal.getMessage()).lines())
                        .hasSize(2)
                        .anySatisfy(line -> assertThat(line)
                                .contains("'model.backbone.stride' has one value here, in when, and another at ")
                                .endsWith("in vary, both for model.roi = align, model.backbone.stride = 16; keep one"))
                        .anySatisfy(line -> assertThat(line)
                                .contains("'train.rate' has one value here, in when, and another at ")
                                .endsWith("in when, both for model.roi = align, model.backbone.stride = 8; keep one")));
        String arms = "arms: {a: {train.steps: 5}, b: {train.steps: 6, train.rate: 0.1}}\n";
        assertThat(plan(HEAD + arms + "when: [{if: {arm: b}, set: {train.rate: 0.2}}]\n")
                        .trials())
                .last()
                .extracting(trial -> trial.settings().train().rate())
                .isEqualTo(0.2);
        assertThatThrownBy(() -> plan(HEAD + arms + "vary: {train.rate: [0.3, 0.4]}\n"))
                .hasMessageContaining("'train.rate' has one value here, in vary, and another at ");
    }

    @Test
    void extendsMayBeAChain() throws IOException {
        Files.createDirectories(folder.resolve("deep"));
        Files.writeString(folder.resolve("deep/middle.yaml"), "extends: ../base.yaml\ntrain: {steps: 7, rate: 0.5}\n");
        Files.writeString(folder.resolve("upper.yaml"), "extends: deep/middle.yaml\ntrain: {rate: 0.25}\n");
        Trial trial = plan(HEAD.replace("base.yaml", "upper.yaml") + "train: {momentum: 0.5}\n")
                .trials()
                .getFirst();
        assertThat(trial.settings().train().steps()).isEqualTo(7);
        assertThat(trial.settings().train().rate()).isEqualTo(0.25);
        assertThat(trial.settings().train().momentum()).isEqualTo(0.5);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            exclude: [{model.rio: pool}]                  | 10:12: unknown path 'model.rio' in exclude; did you mean 'model.roi'?
            exclude: [{model.roi: poll}]                  | 10:23: unknown label 'poll' of model.roi; did you mean 'pool'?
            exclude: [{model.roi: [pool, align]}]         | 1:1: exclude leaves no trial
            exclude: {model.roi: pool}                    | 10:10: expected a list
            when: [{vary: {model.postprocessing.nms: [0.1]}}]             | 10:8: expected {if: ..., vary: ..., set: ...} with at least 'if' and one other
            when: [{if: {model.roi: pool}}]               | 10:8: changes nothing; expected 'vary' or 'set' beside 'if'
            when: [{if: {model.roi: pool}, sett: {}}]     | 10:8: changes nothing; expected 'vary' or 'set' beside 'if'#10:32: unknown key 'sett'; did you mean 'set'?
            when: [{if: {model.roi: pool}, set: {a.b: 1}}] | 10:38: unknown path 'a.b' in when; known: data, model, train, test, engine, device, pretraining
            arms: [a, b]                                  | 10:7: expected names and, for each, paths with their values
            arms: {a: {model.postprocessing.nmms: 1}, b: {}}              | 10:12: unknown path 'model.postprocessing.nmms' in arms; did you mean 'model.postprocessing.nms'?
            arms: {a: {}, b: {}}                          | 10:15: arms 'a' (line 10) and 'b' have the same settings in 4 combinations, such as roi=pool, stride=8; change or remove one
            """)
    void mistakesHaveTheirPlace(String line, String messages) {
        String[] expected = messages.split("#", -1);
        assertThatThrownBy(() -> plan(PRODUCT + line + "\n"))
                .isInstanceOfSatisfying(
                        YamlException.class,
                        e -> assertThat(e.problems())
                                .extracting(problem -> problem.toString().replaceFirst(".*study\\.yaml:", ""))
                                .contains(expected));
    }

    private List<String> names(String text) {
        return plan(text).trials().stream()
                .map(trial -> trial.name().replace(",seed=1", ""))
                .toList();
    }

    private StudyPlan plan(String text) {
        return StudyPlan.of(StudyText.write(folder, text), List.of());
    }
}

package dev.roilab.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.roilab.model.fastrcnn.FastRcnnSettings;
import dev.roilab.result.ResultsFolder;
import dev.roilab.roi.RoiLayer;
import dev.roilab.run.InstantExecutor;
import dev.roilab.run.executor.TrialRun;
import dev.roilab.study.place.SettingOverride;
import dev.roilab.timing.TimingSettings;
import dev.roilab.yaml.Problems;
import dev.roilab.yaml.YamlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudyPlanTest {
    private static final String STUDY = """
            study: roi-layer
            question: Does it help?
            extends: base.yaml
            vary:
              model.roi:
                pool: {type: roi-pool, output_size: 7}
                align: {type: roi-align, output_size: 7, sampling_ratio: 2}
              model.backbone.stride: [8, 16]
            seeds: [1, 2]
            """;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void multipliesArmsAndSeeds() {
        StudyPlan plan = plan(STUDY);
        assertThat(plan.trials())
                .extracting(Trial::name)
                .containsExactly(
                        "roi=pool,stride=8,seed=1",
                        "roi=pool,stride=8,seed=2",
                        "roi=pool,stride=16,seed=1",
                        "roi=pool,stride=16,seed=2",
                        "roi=align,stride=8,seed=1",
                        "roi=align,stride=8,seed=2",
                        "roi=align,stride=16,seed=1",
                        "roi=align,stride=16,seed=2");
        Trial last = plan.trials().getLast();
        assertThat(last.varied().toString()).isEqualTo("{model.roi=align, model.backbone.stride=16}");
        assertThat(last.seed()).isEqualTo(2);
        assertThat(last.settings().model().toString()).contains("stride=16", "RoiAlign[outputSize=7");
        assertThat(plan.trials().getFirst().settings().model().toString())
                .contains("stride=8", new RoiLayer.RoiPool(7).toString());
        assertThat(plan.varied()).containsExactly("model.roi", "model.backbone.stride");
    }

    @Test
    void aStudyMayVaryNothing() {
        assertThat(plan("study: s\nquestion: q\nextends: base.yaml\nseeds: [3]").trials())
                .extracting(Trial::name)
                .containsExactly("base,seed=3");
    }

    @Test
    void armsInsideAnotherArmsBlockSurvive() {
        StudyPlan plan = plan(STUDY.replace("  model.roi:", "  model.roi.output_size: [3, 5]\n  model.roi:")
                .replace(", output_size: 7", ""));
        assertThat(plan.trials()).hasSize(16);
        assertThat(plan.trials().getFirst().name()).isEqualTo("output_size=3,roi=pool,stride=8,seed=1");
        assertThat(plan.trials().getFirst().settings().model().toString()).contains(new RoiLayer.RoiPool(3).toString());
    }

    @Test
    void namesStaySafeAndUnambiguous() {
        StudyPlan plan = plan("""
                study: s
                question: q
                extends: base.yaml
                vary:
                  data.width: [128, 200]
                  model.proposals.width: [0, 100]
                  model.backbone.weights: [a/b.safetensors, a:b.safetensors]
                  model.head.fc: [[8], [8, 8]]
                  model.roi.sampling_ratio: [1, null]
                seeds: [1]
                """);
        assertThat(plan.trials())
                .extracting(Trial::name)
                .doesNotHaveDuplicates()
                .allSatisfy(name -> assertThat(name).matches("[A-Za-z0-9._+=,~-]+"));
        assertThat(plan.trials().getFirst().name())
                .startsWith("data.width=128,proposals.width=0,weights=a_b.safetensors,fc=8,sampling_ratio=1~");
        assertThat(plan.trials().getLast().varied())
                .containsEntry("model.head.fc", "8+8")
                .containsEntry("model.roi.sampling_ratio", "none");
    }

    @Test
    void aVariedSeedIsNotTheTrialsOwn() {
        StudyPlan plan = plan("""
                study: s
                question: q
                extends: base.yaml
                vary: {data.seed: {one: 1, two: 2}}
                seeds: [1, 2]
                """);
        assertThat(plan.trials())
                .extracting(Trial::name)
                .containsExactly(
                        "data.seed=one,seed=1", "data.seed=one,seed=2", "data.seed=two,seed=1", "data.seed=two,seed=2");
    }

    @Test
    void aKeyOfAnotherTypeIsToldApartFromOneThatIsMisspelt() {
        String vary = """
                study: s
                question: q
                extends: base.yaml
                model: {roi: {type: roi-pool, output_size: 7}}
                vary:
                  model.roi.%s: [1, 2]
                seeds: [1]
                """;
        assertThatThrownBy(() -> plan(vary.formatted("sampling_ratio")))
                .hasMessageContaining("study.yaml:6:")
                .hasMessageContaining("'model.roi.sampling_ratio' is a key of types roi-warp and roi-align alone, which"
                        + " 'model.roi' is not")
                .hasMessageNotContaining("did you mean");
        assertThatThrownBy(() -> plan(vary.formatted("output_sise")))
                .hasMessageContaining("unknown path 'model.roi.output_sise' in vary; did you mean");
    }

    @Test
    void overridesWinOverFiles() {
        StudyPlan plan = plan(
                STUDY,
                "train.steps=5",
                "train.schedule={type: constant, warmup: 0}",
                "model.roi.output_size=3",
                "seeds=[9]");
        assertThat(plan.trials()).hasSize(4).allSatisfy(trial -> {
            assertThat(trial.settings().train().steps()).isEqualTo(5);
            assertThat(trial.settings().train().schedule().toString()).isEqualTo("Constant[warmup=0]");
            assertThat(trial.settings().model().toString()).contains("outputSize=3");
            assertThat(trial.seed()).isEqualTo(9);
        });
    }

    @Test
    void keysOfOptionalBlocksMayBeSetWhetherTheBlockIsThereOrNot() {
        StudyPlan plan = plan(
                STUDY,
                "timing.rounds=3",
                "model.head.svd.method=exact",
                "model.head.svd.ranks=[4, 4]",
                "test.scales={window: 224}",
                "test.scales.shorter_sides=[64, 128]");
        assertThat(plan.timing().orElseThrow().rounds()).isEqualTo(3);
        assertThat(((FastRcnnSettings) plan.trials().getFirst().settings().model())
                        .head()
                        .svd()
                        .orElseThrow()
                        .ranks())
                .hasValue(List.of(4, 4));
        assertThat(plan.trials()
                        .getFirst()
                        .settings()
                        .test()
                        .scales()
                        .orElseThrow()
                        .shorterSides())
                .containsExactly(64, 128);
        assertThat(plan(STUDY, "timing=").timing()).isEmpty();
        assertThatThrownBy(() -> plan(STUDY, "train.rate="))
                .hasMessage("--set train.rate=: expected a number, got nothing");
        String without = STUDY + "timing:\n";
        assertThat(plan(without, "timing.rounds=3", "timing.images=2").timing()).hasValue(new TimingSettings(2, 3));
        assertThatThrownBy(() -> plan(without, "timing.rounds=3"))
                .hasMessage("--set timing.rounds=3: missing key 'images'");
    }

    @Test
    void aWrongSettingIsSaidOnceAndMakesNoOtherMistakes() {
        String claims = "claims: [{that: \"ap(align, stride=8) > ap(pool, stride=8)\"}]\n";
        assertThatThrownBy(() -> plan(STUDY + claims, "model.svm.cost=x"))
                .hasMessage("--set model.svm.cost=x: expected a finite number, got 'x'\n"
                        + "--set model.svm.cost=x: missing keys 'positive_weight', 'bias', 'norm', 'negative_iou',"
                        + " 'retrain'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            timing.rnds=5          | --set timing.rnds=5: unknown path 'timing.rnds'; did you mean 'timing.rounds'?
            data.root=/data        | --set data.root=/data: 'data.root' is a key of types voc, coco, class-folders, label-maps and voc-segmentation alone, which 'data' is not
            train.stepz=5          | --set train.stepz=5: unknown path 'train.stepz'; did you mean 'train.steps'?
            train.steps=many       | --set train.steps=many: expected an integer, got 'many'
            train.steps=0          | --set train.steps=0: steps must be >= 1, got 0
            train.steps            | --set train.steps: expected path=value, such as train.steps=100
            'train.steps=[1'       | --set train.steps=[1:1:3: not valid YAML: expected ',' or ']', but got <stream end>
            model.box_loss.type=l1 | --set model.box_loss.type=l1: missing key 'weight' of type l1
            model.roi={}           | --set model.roi={}: 'model.roi' is varied by the study; override another path or edit vary
            """)
    void wrongOverridesAreExplained(String set, String message) {
        assertThatThrownBy(() -> plan(STUDY, set))
                .isInstanceOf(YamlException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            seeds: [1, 2]    | ''                | study.yaml:1:1: missing key 'seeds'
            seeds: [1, 2]    | seeds: []         | study.yaml:9:8: seeds must name at least one seed
            seeds: [1, 2]    | seeds: [1, 1]     | study.yaml:9:8: seeds must differ, got [1, 1]
            seeds:           | sedes:            | study.yaml:1:1: missing key 'seeds'#study.yaml:9:1: unknown key 'sedes'; did you mean 'seeds'?
            roi-layer        | ../roi            | study.yaml:1:8: study must be letters, digits, '.', '_' and '-', as it names a folder; got '../roi'
            model.roi:       | model.roii:       | study.yaml:5:3: unknown path 'model.roii' in vary; did you mean 'model.roi'?
            roi-pool         | roi-pol           | study.yaml:6:18: unknown type 'roi-pol'; did you mean 'roi-pool'?
            '[8, 16]'        | '[8, 12]'         | study.yaml:8:30: stride must be 8, 16 or 32, got 12
            '[8, 16]'        | '[8, 8]'          | study.yaml:8:30: two arms of 'model.backbone.stride' are both '8'; name them: {first: ..., second: ...}
            '[8, 16]'        | '[]'              | study.yaml:8:26: 'model.backbone.stride' has no values to vary over
            '[8, 16]'        | 8                 | study.yaml:8:26: expected a list of values or a map of named ones
            '[8, 16]'        | '{a: 8, b: 8}'    | study.yaml:8:33: arms 'a' (line 8) and 'b' of model.backbone.stride have the same settings in 2 combinations, such as roi=pool; change or remove one
            base.yaml        | bse.yaml          | study.yaml:3:10: no file 'bse.yaml'; looked for bse.yaml and experiments/bse.yaml
            base.yaml        | study.yaml        | study.yaml:3:10: 'study.yaml' extends this file: a circle
            seeds:           | 'report: {tables: [{rows: model.rio, values: [ap]}], plots: []}#seeds:' | study.yaml:9:26: unknown path 'model.rio' in report, vary does not have it; did you mean 'model.roi'?
            """)
    void mistakesHaveTheirPlace(String valid, String broken, String messages) {
        String text = STUDY.replace(valid, broken.replace('#', '\n'));
        assertThat(text).isNotEqualTo(STUDY);
        assertProblems(text, messages.replace('#', '\n'));
    }

    /** A block with an unknown key is read without it, so that what its system cannot honour is told with it. */
    @Test
    void whatASystemCannotHonourIsToldBesideItsUnknownKeys() {
        var mistakes =
                catchThrowableOfType(YamlException.class, () -> StudyPlan.of(StudyText.write(folder, """
                        study: s
                        question: q
                        extends: base.yaml
                        seeds: [1]
                        train: {scales: [48, 64]}
                        model: {roi: {type: roi-pool, output_size: 2}, type: sliding-window, windows: {sides: [32], ratios: [1.0], step: 0.5}, crop: {size: 32, padding: 4},
                          sampling: {rois: 16, foreground: 0.25, foreground_iou: 0.5, background_iou: {from: 0.0, to: 0.5}},
                          postprocessing: {score: 0.05, nms: 0.3, detections: 100}, backbone: {type: tiny, width: 8, stride: 16, frozen_below: 0},
                          head: {fc: [32, 16], fz: 3}}
                        """), List.of()));
        assertThat(mistakes.problems())
                .extracting(problem -> problem.text())
                .anyMatch(text -> text.startsWith("unknown key 'roi'"))
                .anyMatch(text -> text.startsWith("unknown key 'fz'"))
                .anyMatch(text -> text.startsWith("train.scales is not known to model.type"));
    }

    @Test
    void allMistakesAreReportedAtOnceEachInItsOwnFile() throws IOException {
        int line = breakBase("score: 0.05", "score: high");
        assertProblems(
                STUDY.replace("seeds: [1, 2]", "train: {rate: fast}\nmodel: {postprocessing: {nsm: 0.5}}")
                        .replace("pool:", "pool: 1 #"),
                """
                base.yaml:LINE:12: expected a finite number, got 'high'
                study.yaml:1:1: missing key 'seeds'
                study.yaml:6:11: expected keys and values, got '1'
                study.yaml:9:15: expected a finite number, got 'fast'
                study.yaml:10:26: unknown key 'nsm'; did you mean 'nms'?""".replace("LINE", Integer.toString(line)));
    }

    @Test
    void claimsAreNotBlamedForArmsThatABrokenVaryDoesNotHave() {
        assertProblems(
                STUDY.replace("model.roi:", "model.roii:") + "claims: [{that: ap50(align) > ap50(pool)}]\n",
                "study.yaml:5:3: unknown path 'model.roii' in vary; did you mean 'model.roi'?");
    }

    @Test
    void rangesOfTheBaseAreReportedThere() throws IOException {
        int line = breakBase("nms: 0.3", "nms: 3");
        assertProblems(STUDY, "base.yaml:" + line + ":10: nms must be in [0, 1], got 3.0");
    }

    private int breakBase(String valid, String broken) throws IOException {
        Path base = StudyText.write(folder, STUDY).resolveSibling("base.yaml");
        String text = Files.readString(base);
        Files.writeString(base, text.replace(valid, broken));
        return (int) text.substring(0, text.indexOf(valid)).lines().count();
    }

    @Test
    void resolvedSettingsReadBackEqual() throws IOException, InterruptedException {
        for (Trial trial : plan(STUDY).trials()) {
            var results = ResultsFolder.of(folder, "x");
            Path attempt = Files.createDirectories(results.trial(trial).attempt());
            results.trial(trial)
                    .write(
                            trial,
                            new InstantExecutor()
                                    .execute(trial, new TrialRun(attempt, "key", Duration.ZERO), (_, _, _) -> {}),
                            "key");
            StudyPlan again = StudyPlan.of(attempt.resolve("resolved.yaml"), List.of());
            assertThat(again.trials()).hasSize(1);
            assertThat(again.trials().getFirst().settings()).isEqualTo(trial.settings());
            assertThat(again.trials().getFirst().seed()).isEqualTo(trial.seed());
        }
    }

    private void assertProblems(String text, String messages) {
        assertThatThrownBy(() -> plan(text))
                .isInstanceOf(YamlException.class)
                .extracting(e -> String.valueOf(e.getMessage()).replace(folder + "/", ""))
                .isEqualTo(messages);
    }

    private StudyPlan plan(String text, String... sets) {
        var problems = new Problems();
        List<SettingOverride> overrides = Arrays.stream(sets)
                .flatMap(set -> SettingOverride.parse(set, problems).stream())
                .toList();
        problems.throwIfAny();
        return StudyPlan.of(StudyText.write(folder, text), overrides);
    }
}

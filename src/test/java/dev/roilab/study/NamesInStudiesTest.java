package dev.roilab.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.roilab.yaml.YamlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names that a study only uses once its trials have run are held against them when it is read. */
class NamesInStudiesTest {
    private static final String STUDY = """
            study: s
            question: q
            extends: base.yaml
            vary:
              model.roi: {pool: {type: roi-pool, output_size: 7}, align: {type: roi-align, output_size: 7}}
            seeds: [1]
            """;

    private static final String SYSTEMS = """
            study: s
            question: q
            extends: base.yaml
            vary:
              model:
                fast: {type: fast-rcnn}
                svd: {head: {fc: [64, 64], svd: {method: exact, ranks: [8, 8]}}}
                window:
                  type: sliding-window
                  sampling: {rois: 128, foreground: 0.25, foreground_iou: 0.5, background_iou: {from: 0.0, to: 0.5}}
                  postprocessing: {score: 0.05, nms: 0.3, detections: 100}
                  backbone: {type: tiny, width: 8, stride: 16, frozen_below: 0}
                  crop: {size: 32, padding: 4}
                  head: {fc: [16]}
                  windows: {sides: [40], ratios: [1.0], step: 0.5}
            seeds: [1]
            """;

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            claims: [{that: map(align) > map(pool)}]                     | 7:17: unknown metric 'map'; did you mean 'ap'?
            claims: [{that: AP50(align) > ap50(pool)}]                   | 7:17: unknown metric 'AP50'; did you mean 'ap50'?
            claims: [{that: ap50(aling) > ap50(pool)}]                   | 7:17: unknown arm 'aling'; did you mean 'align'?
            claims: [{that: ap50(model.rio=align) > ap50(pool)}]         | 7:17: unknown path 'model.rio' in claims; did you mean 'model.roi'?
            claims: [{that: ap50(align) > 0.5 points, where: {train.rat: "1"}}] | 7:62: unknown path 'train.rat' in claims; known: model.roi
            claims: [{that: ap50() > 50 points, where: {model.roi: poll}}] | 7:56: unknown arm 'poll' of model.roi; did you mean 'pool'?
            claims: [{that: ap50(pool) > ap50(pool)}]                    | 7:17: claim 'ap50(pool) > ap50(pool)': ap50(pool) is compared with itself and drops out; name two arms
            claims: [{that: ap50(pool) >= 0}]                            | 7:17: claim 'ap50(pool) >= 0': holds whatever is measured: ap50(pool) is always in 0 to 100 points; state a bound that can be met and missed
            claims: [{that: diverged(align) - diverged(pool) <= 10 points}] | 7:17: claim 'diverged(align) - diverged(pool) <= 10 points': there is no exact test of this; compare two arms without a margin, such as diverged(a) > diverged(b), or one arm with a share, such as diverged(a) >= 50 percent
            claims: [{that: diverged(align) / diverged(pool) >= 2}] | 7:17: claim 'diverged(align) / diverged(pool) >= 2': there is no exact test of this; compare two arms without a margin, such as diverged(a) > diverged(b), or one arm with a share, such as diverged(a) >= 50 percent
            claims: [{that: diverged(align) + diverged(pool) > 50 points}] | 7:17: claim 'diverged(align) + diverged(pool) > 50 points': there is no exact test of this; compare two arms without a margin, such as diverged(a) > diverged(b), or one arm with a share, such as diverged(a) >= 50 percent
            claims: [{that: diverged() > 50 points}] | 7:17: claim 'diverged() > 50 points': there is no exact test of a share of 2 settings together; name one of them, in the claim or by 'where'
            claims: [{that: diverged() > 50 points, where: {model.roi: poll}}] | 7:60: unknown arm 'poll' of model.roi; did you mean 'pool'?
            claims: [{that: ap(align) > ap(pool)}, {that: ap(pool) < ap(align)}] | 7:47: claim 'ap(pool) < ap(align)' is the one of line 7; remove one: each further claim raises what the others must show
            claims: [{that: ap(align) > ap(pool)}, {that: ap(pool) > ap(align)}] | 7:47: claims 'ap(align) > ap(pool)' (line 7) and 'ap(pool) > ap(align)' exclude each other: at most one can hold; keep the one that is expected
            claims: [{that: ap(align) >= 60 points}, {that: 50 % > ap(align)}]   | 7:49: claims 'ap(align) >= 60 points' (line 7) and '50 % > ap(align)' exclude each other: at most one can hold; keep the one that is expected
            claims: [{that: ap(align) / ap(pool) >= 2}, {that: ap(pool) / ap(align) > 0.5}] | 7:52: claims 'ap(align) / ap(pool) >= 2' (line 7) and 'ap(pool) / ap(align) > 0.5' exclude each other: at most one can hold; keep the one that is expected
            claims: [{that: ap(align) > ap(pool)}, {that: ap(align)>ap(pool)}] | 7:47: claim 'ap(align)>ap(pool)' is the one of line 7; remove one: each further claim raises what the others must show
            claims: [{that: svms_ms(align) > svms_ms(pool)}]             | 7:17: unknown metric 'svms_ms'; did you mean 'nms_ms'?
            report: {tables: [{rows: model.roi, values: [mAP]}], plots: []} | 7:46: unknown metric 'mAP'; did you mean 'ap'?
            report: {tables: [{rows: model.ro, values: [ap]}], plots: []} | 7:26: unknown path 'model.ro' in report, vary does not have it; did you mean 'model.roi'?
            report: {tables: [{rows: model.roi, columns: train.rate, values: [ap]}], plots: []} | 7:46: unknown path 'train.rate' in report, vary does not have it; known: model.roi
            report: {tables: [], plots: [{type: dots, value: ap5}]}      | 7:50: unknown metric 'ap5'; did you mean 'ap'?
            report: {tables: [], plots: [{type: pr-curve, iou: 0.77}]}   | 7:52: iou must be one of [0.5, 0.75], for which trials keep their curves, got 0.77; did you mean 0.75?
            report: {tables: [], plots: [{type: pr-curv, iou: 0.5}]}     | 7:37: unknown type 'pr-curv'; did you mean 'pr-curve'?
            compare_with: mask-rcnn/tabel-2c                             | 7:15: unknown published table 'mask-rcnn/tabel-2c'; did you mean 'mask-rcnn/table-2c'?
            """)
    void aWrongNameIsSaidWhereItStands(String line, String message) throws IOException {
        Path references = Files.createDirectories(folder.resolve("references/mask-rcnn"));
        Files.copy(Path.of("experiments/references/mask-rcnn/table-2c.yaml"), references.resolve("table-2c.yaml"));
        assertThatThrownBy(() -> plan(STUDY + line))
                .isInstanceOf(YamlException.class)
                .hasMessage(folder.resolve("study.yaml") + ":" + message);
    }

    /** Of a system without the block, and without a word that is spelt like it. */
    @Test
    void aPathOfAnotherSystemGetsTheOnesOfItsBlock() {
        String text = """
                study: s
                question: q
                extends: %s
                arms: {few: {model.sampling.rois: 8}, many: {train.steps: 9}}
                seeds: [1]
                """.formatted(Path.of("experiments/base/yolo.yaml").toAbsolutePath());
        String place = ":4:14: unknown path 'model.sampling.rois' in arms; known in model: model.type, model.input,"
                + " model.backbone, model.head, model.grid, model.loss, model.postprocessing";
        assertThatThrownBy(() -> plan(text)).hasMessage(folder.resolve("study.yaml") + place);
        assertThatThrownBy(() -> plan(text.replace("model.sampling.rois", "model.grids")))
                .hasMessageEndingWith("unknown path 'model.grids' in arms; did you mean 'model.grid'?");
    }

    @Test
    void allOfThemAreSaidAtOnceAndBesideOtherMistakes() {
        String text = STUDY.replace("seeds: [1]", "seeds: []") + """
                claims:
                  - {that: map(align) > map(pool)}
                  - {that: ap50(align) > ap50(polo)}
                report:
                  tables: [{rows: model.roi, values: [AP50, backbone_sm]}]
                  plots: [{type: pr-curve, iou: 0.6}]
                """;
        var mistakes =
                catchThrowableOfType(YamlException.class, () -> plan(text)).problems();
        assertThat(mistakes).extracting(problem -> problem.position().line()).containsExactly(6, 8, 9, 11, 11, 12);
    }

    @Test
    void aNumberOfAnotherArmIsNoNumberOfThisOne() {
        String claim = "claims: [{that: windows_ms(window) > windows_ms(fast)}]\n";
        assertThatThrownBy(() -> plan(SYSTEMS + claim))
                .hasMessageEndingWith("metric 'windows_ms' is not measured of (fast), only of other arms");
        assertThatThrownBy(() -> plan(SYSTEMS + "claims: [{that: energy_fc6(svd) > energy_fc6(fast)}]\n"))
                .hasMessageEndingWith("metric 'energy_fc6' is not measured of (fast), only of other arms");
        String table = "report: {tables: [{rows: model, values: [windows_ms, energy_fc7, fc6_ms]}], plots: []}\n";
        assertThat(plan(SYSTEMS + table).trials()).hasSize(3);
    }

    @Test
    void aClaimAboutExcludedTrialsIsRefused() {
        String text = STUDY.replace("seeds", "  train.rate: [0.1, 0.2]\nseeds") + """
                exclude: [{model.roi: pool, train.rate: 0.2}]
                claims: [{that: "ap(align, rate=0.2) > ap(pool, rate=0.2)"}]
                """;
        assertThatThrownBy(() -> plan(text)).hasMessageEndingWith("study.yaml:9:17: no trial is (pool, 0.2)");
    }

    @Test
    void aPublishedTableNamesMeasuresAndPathsThatThereAre() throws IOException {
        Path references = Files.createDirectories(folder.resolve("references"));
        String table = Files.readString(Path.of("experiments/references/mask-rcnn/table-2c.yaml"))
                .replace("measure: mask_ap75", "measure: masks_ap75")
                .replace("stand_in: ap75", "stand_in: box_ap75")
                .replaceFirst("stride: ", "stryde: ");
        Files.writeString(references.resolve("mine.yaml"), table);
        assertThatThrownBy(() -> plan(STUDY + "compare_with: mine\n"))
                .hasMessageContaining("mine.yaml:17:65: unknown metric 'masks_ap75'")
                .hasMessageContaining("mine.yaml:17:87: unknown metric 'box_ap75'")
                .hasMessageContaining("mine.yaml:21:40: unknown path 'stryde' in match; did you mean 'stride'?");
    }

    private StudyPlan plan(String text) {
        return StudyPlan.of(StudyText.write(folder, text), List.of());
    }
}

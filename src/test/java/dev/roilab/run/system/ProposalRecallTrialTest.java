package dev.roilab.run.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.data.DataSets;
import dev.roilab.data.Dataset;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.model.Recipes;
import dev.roilab.model.fasterrcnn.FasterRcnnSettings;
import dev.roilab.proposal.ProposalSearch;
import dev.roilab.proposal.ProposalSettings;
import dev.roilab.proposal.ProposalSummary;
import dev.roilab.proposal.Proposals;
import dev.roilab.result.TrialResult;
import dev.roilab.run.executor.TrialRun;
import dev.roilab.study.StudyPlan;
import dev.roilab.study.StudyText;
import dev.roilab.study.Trial;
import dev.roilab.study.TrialSettings;
import dev.roilab.task.Curve;
import dev.roilab.train.Checkpoints;
import dev.roilab.yaml.YamlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The recall of proposals in whole trials: those of the harness, those that a system learns to make, and none. */
class ProposalRecallTrialTest {
    private static final String STUDY = """
            study: s
            question: q
            extends: base.yaml
            data: {width: 64, height: 64, train: 6, test: 5, classes: 2, objects: 3, smallest: 20, largest: 40,
                   shorter_side: 48, longer_side: 64}
            train: {steps: 6, images: 2, schedule: {type: constant, warmup: 0}}
            timing:
            seeds: [1]
            """;
    private static final String SHARED = """
              sampling: {rois: 16, foreground: 0.25, foreground_iou: 0.5, background_iou: {from: 0.0, to: 0.5}}
              postprocessing: {score: 0.05, nms: 0.3, detections: 100}
              backbone: {type: tiny, width: 8, stride: 8, frozen_below: 0}
              head: {fc: [16]}
            """;
    private static final String FAST = "model:\n" + SHARED + """
              proposals: {type: dense-grid, count: 80, scales: [24, 36], ratios: [1.0], step: 0.3}
            """;
    private static final String FASTER = "model:\n  type: faster-rcnn\n" + SHARED + """
              rpn:
                anchors: {sizes: [24, 36], ratios: [0.7, 1]}
                channels: 8
                sampling: {anchors: 32, foreground: 0.5, foreground_iou: 0.7, background_iou: 0.3}
                box_loss: {type: smooth-l1, beta: 0.1, weight: 1}
                train: {before_nms: 60, after_nms: 40}
                test: {before_nms: 50, after_nms: 30}
                nms: 0.7
                smallest: 1
              roi: {type: roi-pool, output_size: 2}
              box_loss: {type: smooth-l1, beta: 1, weight: 1}
              box_targets: {deviation: [0.1, 0.1, 0.2, 0.2]}
            """;
    private static final String PYRAMID = FASTER.replace("sizes: [24, 36]", "sizes: [16, 24, 36]")
            .replace("model:\n", "model:\n  neck: {type: fpn, channels: 8, canonical: 64}\n");
    private static final String WINDOWS = "model:\n  type: sliding-window\n" + SHARED + """
              crop: {size: 32, padding: 4}
              windows: {sides: [24, 36], ratios: [1.0], step: 0.4}
            """;

    @TempDir
    private Path folder = Path.of("");

    private double mean;

    private final List<String> heard = new ArrayList<>();

    private List<Trial> trials(String model, String more) {
        return StudyPlan.of(StudyText.write(folder, STUDY + model + more), List.of())
                .trials();
    }

    private TrialResult run(Trial trial) throws IOException, InterruptedException {
        var run = new TrialRun(Files.createDirectories(folder.resolve("trial")), "key", Duration.ofHours(1));
        return new SystemTrials(Optional.empty(), folder.resolve("cache"), 1)
                .execute(trial, run, (step, steps, text) -> heard.add(text.replaceFirst(" .*", "") + " " + step));
    }

    /** What the command {@code proposals} would say of these, from a search of its own. */
    private ProposalSummary summary(TrialSettings settings, ProposalSettings proposals) throws InterruptedException {
        Dataset<TrueObjects> data = DataSets.load(settings.data(), Optional.empty());
        List<Sample<TrueObjects>> test = data.test();
        Proposals found = new ProposalSearch(proposals, folder.resolve("direct"), 1).of(test, _ -> {});
        mean = test.stream()
                .mapToInt(sample -> found.of(sample).size())
                .average()
                .orElseThrow();
        return ProposalSummary.of(test, found);
    }

    private void requireSame(TrialResult result, ProposalSummary summary, int most) {
        double recall50 = summary.recallAt50().value().orElseThrow();
        double recall70 = summary.recallAt70().value().orElseThrow();
        assertThat(recall50).isPositive();
        assertThat(result.metrics()).containsEntry("recall50", recall50).containsEntry("recall70", recall70);
        assertThat(result.metrics()).containsEntry("mean_proposals", mean);
        List<Curve> curves = result.curves().stream()
                .filter(curve -> curve.info().name().equals("proposal-recall"))
                .toList();
        assertThat(curves).hasSize(2);
        assertThat(curves.getFirst().whole().up().getLast()).isEqualTo(recall50);
        assertThat(curves.getLast().whole().up().getLast()).isEqualTo(recall70);
        assertThat(curves).allSatisfy(curve -> {
            assertThat(curve.whole().across())
                    .startsWith(1.0, 2.0, 5.0, 10.0, 20.0)
                    .endsWith((double) most);
            assertThat(curve.whole().up()).isSorted();
        });
    }

    @Test
    void thatOfTheHarnessIsWhatTheCommandSays() throws IOException, InterruptedException {
        Trial trial = trials(FAST, "").getFirst();
        ProposalSettings proposals = Recipes.of(trial.settings().model())
                .proposals(trial.settings().model())
                .orElseThrow();
        ProposalSummary summary = summary(trial.settings(), proposals);
        requireSame(run(trial), summary, summary.most());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void thatOfARegionProposalNetworkIsWhatItsFileProposes(boolean pyramid) throws IOException, InterruptedException {
        Trial trial = trials(pyramid ? PYRAMID : FASTER, "").getFirst();
        TrialResult result = run(trial);
        var model = (FasterRcnnSettings) trial.settings().model();
        var proposals = new ProposalSettings.Rpn(
                model.rpn().test().afterNms(),
                Checkpoints.detector(folder.resolve("trial")).toString(),
                model.backbone(),
                model.neck(),
                model.rpn().anchors(),
                model.rpn().channels(),
                model.rpn().test().beforeNms(),
                model.rpn().nms(),
                model.rpn().smallest(),
                48,
                64);
        ProposalSummary summary = summary(trial.settings(), proposals);
        requireSame(result, summary, 30);
        assertThat(summary.most()).isLessThanOrEqualTo(30);
        assertThat(heard).containsSubsequence("test 5", "proposals 1", "proposals 5");
    }

    @Test
    void aSystemWithoutProposalsHasNone() throws IOException, InterruptedException {
        TrialResult result = run(trials(WINDOWS, "").getFirst());
        assertThat(result.metrics()).containsKey("ap50").doesNotContainKeys("recall50", "recall70", "mean_proposals");
        assertThat(result.curves())
                .isNotEmpty()
                .allMatch(curve -> curve.info().name().equals("pr-curve"));
    }

    @Test
    void whatAsksForItIsRefusedWhereNoTrialHasIt() {
        String asks = """
                report:
                  tables: [{rows: arm, values: [recall70]}]
                  plots: [{type: curve, name: proposal-recall, at: 0.5}]
                claims: [{that: recall50(x) >= 50 percent}]
                arms: {x: {}}
                """;
        assertThat(trials(FAST, asks)).hasSize(1);
        assertThatThrownBy(() -> trials(WINDOWS, asks))
                .isInstanceOf(YamlException.class)
                .hasMessageContaining("unknown curve 'proposal-recall', no trial keeps it")
                .hasMessageContaining("recall70")
                .hasMessageContaining("recall50");
        assertThatThrownBy(() -> trials(FAST, asks.replace("proposal-recall, at: 0.5", "proposals-recall, at: 0.5")))
                .hasMessageContaining("did you mean 'proposal-recall'?");
        assertThatThrownBy(() -> trials(FAST, asks.replace("at: 0.5", "at: 0.75")))
                .hasMessageContaining("at must be one of [0.5, 0.7]")
                .hasMessageContaining("did you mean 0.7?");
    }
}

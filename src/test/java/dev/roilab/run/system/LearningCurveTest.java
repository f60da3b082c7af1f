package dev.roilab.run.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.detect.LearningCurveSettings;
import dev.roilab.result.TrialFolder;
import dev.roilab.result.TrialResult;
import dev.roilab.run.RunOptions;
import dev.roilab.run.SilentListener;
import dev.roilab.run.StudyOutcome;
import dev.roilab.run.StudyRunner;
import dev.roilab.run.executor.StopSignal;
import dev.roilab.study.StudyPlan;
import dev.roilab.study.StudyText;
import dev.roilab.task.Curve;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network is tested along its training, and nothing else of the trial knows. */
class LearningCurveTest {
    private static final String STUDY = """
            study: s
            question: q
            extends: base.yaml
            data: {width: 64, height: 64, train: 4, test: 3, classes: 2, objects: 2, smallest: 20, largest: 40,
                   shorter_side: 64, longer_side: 64}
            train: {steps: 6, images: 2, schedule: {type: constant, warmup: 0}%s}
            model: {proposals: {type: dense-grid, count: 80, scales: [24, 36], ratios: [1.0], step: 0.3},
                    backbone: {width: 8}, head: {fc: [16, 8]}, sampling: {rois: 16}}
            timing:
            seeds: [1]
            vary:
              model.postprocessing.nms: [0.3, 0.4]
            """;

    private static final String ALONG = ", learning_curve: {points: 3, images: 2}";

    @TempDir
    private Path folder = Path.of("");

    private StudyPlan plan(String more) {
        return StudyPlan.of(StudyText.write(folder, STUDY.formatted(more)), List.of());
    }

    private StudyOutcome run(StudyPlan plan, String cache, String stopAt, AtomicInteger steps) {
        var stop = new StopSignal();
        var listener = new SilentListener() {
            @Override
            public void stepped(int step, int of, String text) {
                String word = text.replaceFirst(" .*", "");
                if (word.equals("train")) {
                    steps.incrementAndGet();
                }
                if ((word + " " + step).equals(stopAt)) {
                    stop.request();
                }
            }
        };
        var executor = new SystemTrials(Optional.empty(), folder.resolve(cache), 1);
        return new StudyRunner(executor, listener, RunOptions.in(folder.resolve(cache + "-results")), stop).run(plan);
    }

    private List<TrialResult> results(StudyPlan plan, String cache) throws IOException {
        run(plan, cache, "", new AtomicInteger());
        return stored(cache);
    }

    private List<TrialResult> stored(String cache) throws IOException {
        List<TrialResult> results = new ArrayList<>();
        for (String name : Stream.of(
                        folder.resolve(cache + "-results/s").toFile().list())
                .sorted()
                .toList()) {
            var trial = new TrialFolder(folder.resolve(cache + "-results/s").resolve(name));
            if (trial.stored().isPresent()) {
                results.add(trial.read());
            }
        }
        return results;
    }

    private static List<Curve> along(TrialResult result) {
        return result.curves().stream()
                .filter(curve -> curve.info().name().matches("learning-curve|training-curve"))
                .toList();
    }

    private static List<String> digests(List<TrialResult> results) {
        return results.stream()
                .map(result -> String.valueOf(result.provenance().get("weights_sha256"))
                        + result.provenance().get("detections_sha256"))
                .toList();
    }

    @Test
    void changesNoBitAndNoTimeOfATest() throws IOException {
        List<TrialResult> without = results(plan(""), "without");
        List<TrialResult> with = results(plan(ALONG), "with");
        assertThat(digests(with)).isEqualTo(digests(without)).hasSize(2);
        assertThat(with).allSatisfy(result -> assertThat(along(result)).hasSize(2));
        assertThat(without).allSatisfy(result -> assertThat(along(result)).isEmpty());
    }

    /** Two trials have one training: the second takes the points with the weights. */
    @Test
    void isKeptWithASharedTraining() throws IOException {
        StudyPlan plan = plan(ALONG);
        var steps = new AtomicInteger();
        run(plan, "a", "", steps);
        assertThat(steps).hasValue(6);
        List<TrialResult> results = stored("a");
        assertThat(along(results.get(1))).isEqualTo(along(results.getFirst())).hasSize(2);
        Curve.Line test = along(results.getFirst()).getFirst().whole();
        assertThat(test.across()).containsExactly(2.0, 4.0, 6.0);
    }

    @Test
    void goesOnAfterAStop() throws IOException {
        StudyPlan plan = plan(ALONG);
        List<TrialResult> straight = results(plan, "straight");
        assertThat(run(plan, "stopped", "train 3", new AtomicInteger()).stopped())
                .isPresent();
        List<TrialResult> resumed = results(plan, "stopped");
        assertThat(along(resumed.getFirst())).isEqualTo(along(straight.getFirst()));
        assertThat(digests(resumed)).isEqualTo(digests(straight));
    }

    /** The last point is the test itself, of as many pictures. */
    @Test
    void endsWithTheTest() throws IOException {
        TrialResult result =
                results(plan(ALONG.replace("images: 2", "images: 50")), "all").getFirst();
        Curve.Line test = along(result).getFirst().whole();
        String measure = along(result).getFirst().info().up().noun();
        assertThat(result.measures())
                .filteredOn(each -> each.noun().equals(measure))
                .singleElement()
                .satisfies(each -> assertThat(test.up().getLast())
                        .isEqualTo(result.metrics().get(each.name())));
    }

    @Test
    void pointsAreSpreadOverTheSteps() {
        assertThat(new LearningCurveSettings(4, 1).steps(10)).containsExactly(3, 5, 8, 10);
        assertThat(new LearningCurveSettings(9, 1).steps(3)).containsExactly(1, 2, 3);
    }

    @Test
    void whatFindsNothingBeforeItsEndIsRefused() {
        String svms = STUDY.formatted(ALONG)
                + "when: [{if: {model.postprocessing.nms: 0.4}, set: {model.svm: {cost: 0.001, positive_weight: 2,"
                + " bias: 10, norm: 20, negative_iou: 0.3, retrain: 2000}}}]\n";
        assertThatThrownBy(() -> StudyPlan.of(StudyText.write(folder, svms), List.of()))
                .hasMessageContaining("train.learning_curve tests a network along its training");
    }

    @Test
    void aPlotNeedsIt() {
        String plot = "\nreport: {tables: [], plots: [{type: curve, name: learning-curve}]}";
        assertThatThrownBy(() -> StudyPlan.of(StudyText.write(folder, STUDY.formatted("") + plot), List.of()))
                .hasMessageContaining("no trial is tested along its training; set train.learning_curve");
        assertThat(StudyPlan.of(StudyText.write(folder, STUDY.formatted(ALONG) + plot), List.of())
                        .trials())
                .hasSize(2);
    }
}

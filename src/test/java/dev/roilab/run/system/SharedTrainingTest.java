package dev.roilab.run.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.result.StoredResult;
import dev.roilab.result.TrialFolder;
import dev.roilab.run.RunOptions;
import dev.roilab.run.SharedWorkCount;
import dev.roilab.run.SilentListener;
import dev.roilab.run.StudyOutcome;
import dev.roilab.run.StudyRunner;
import dev.roilab.run.executor.StopSignal;
import dev.roilab.study.StudyPlan;
import dev.roilab.study.StudyText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Arms that differ in their test, or in what is done to trained weights, have one training, whoever comes first. */
class SharedTrainingTest {
    private static final String BASE = """
            study: s
            question: q
            extends: base.yaml
            data: {width: 64, height: 64, train: 4, test: 2, classes: 2, objects: 2, smallest: 20, largest: 40,
                   shorter_side: 64, longer_side: 64}
            train: {steps: 4, images: 2, schedule: {type: constant, warmup: 0}}
            model: {proposals: {type: dense-grid, count: 80, scales: [24, 36], ratios: [1.0], step: 0.3},
                    backbone: {width: 8}, head: {fc: [16, 8]}, sampling: {rois: 16}}
            timing:
            seeds: [1]
            """;

    private static final String TESTS = """
            vary:
              model.tasks: [joint, stage-wise]
              model.boxes: [regressed, proposals]
            """;

    private static final String PRETRAINED = """
            pretraining:
              type: classification
              seed: 1
              data:
                type: shapes
                seed: 9
                width: 64
                height: 64
                train: 8
                test: 2
                classes: 2
                objects: 1
                smallest: 40
                largest: 56
                occlusion: 0
                texture: 0.1
                noise: 2
                shorter_side: 32
                longer_side: 32
              sizes: [32]
              roi: {type: spp, levels: [2, 1]}
              head: {fc: [16]}
              steps: 4
              images: 4
              rate: 0.01
              momentum: 0.9
              decay: 5e-4
              schedule: {type: constant, warmup: 0}
            vary:
              pretraining.rate: %s
              model.postprocessing.nms: %s
            """;

    @TempDir
    private Path folder = Path.of("");

    /** What was begun, in order: {@code train} or {@code pretraining}, one for each time. */
    private final List<String> begun = new CopyOnWriteArrayList<>();

    private final StopSignal stop = new StopSignal();

    private StudyPlan plan(String text) {
        return StudyPlan.of(StudyText.write(folder, BASE + text), List.of());
    }

    private SystemTrials executor(String cache) {
        return new SystemTrials(Optional.empty(), folder.resolve(cache), 1);
    }

    private StudyOutcome run(StudyPlan plan, String cache, RunOptions options, String stopAt) {
        var listener = new SilentListener() {
            @Override
            public void stepped(int step, int steps, String text) {
                String word = text.replaceFirst(" .*", "");
                if (step == 1) {
                    begun.add(word);
                }
                if ((word + " " + step).equals(stopAt)) {
                    stop.request();
                }
            }
        };
        StopSignal signal = stopAt.isEmpty() ? new StopSignal() : stop;
        return new StudyRunner(executor(cache), listener, options, signal).run(plan);
    }

    private SortedMap<String, String> weights(StudyPlan plan, String cache) {
        run(plan, cache, RunOptions.in(folder.resolve(cache + "-results")), "");
        return weights(cache);
    }

    /** Digest of the weights by trial; a failure stands there as itself. */
    private SortedMap<String, String> weights(String cache) {
        SortedMap<String, String> digests = new TreeMap<>();
        for (String name : List.of(folder.resolve(cache + "-results/s").toFile().list())) {
            StoredResult result = new TrialFolder(
                            folder.resolve(cache + "-results/s").resolve(name))
                    .stored()
                    .orElse(null);
            if (result != null) {
                digests.put(name, result.fact("weights_sha256").orElse("none"));
            }
        }
        return digests;
    }

    private long begun(String what) {
        return begun.stream().filter(what::equals).count();
    }

    @Test
    void armsThatDifferInTheirTestTrainOnce() {
        StudyPlan plan = plan(TESTS);
        assertThat(SharedWorkCount.text(plan.trials(), executor("a"))).isEqualTo("4 trials, 2 trainings");
        SortedMap<String, String> weights = weights(plan, "a");
        // Stage-wise is two trainings, one after the other.
        assertThat(begun("train")).isEqualTo(3);
        assertThat(weights).hasSize(4).doesNotContainValue("none");
        assertThat(weights.values().stream().distinct()).hasSize(2);
        assertThat(SharedWorkCount.text(plan.trials(), executor("a")))
                .isEqualTo("4 trials, 2 trainings (2 of them in the cache)");
    }

    @Test
    void armsThatDifferInWhatIsDoneToTrainedWeightsTrainOnceAndToTheBitsOfATrainingOfTheirOwn() {
        String stages = """
                vary:
                  model:
                    plain: {type: fast-rcnn}
                    svd: {head: {fc: [16, 8], svd: {method: exact, ranks: [4, 0]}}}
                    svms: {svm: {cost: 0.001, positive_weight: 2, bias: 10, norm: 20, negative_iou: 0.3, retrain: 2000}}
                """;
        StudyPlan plan = plan(stages);
        assertThat(SharedWorkCount.text(plan.trials(), executor("a"))).isEqualTo("3 trials, 1 training");
        SortedMap<String, String> weights = weights(plan, "a");
        assertThat(begun("train")).isEqualTo(1);
        Set<String> names = weights.keySet();
        RunOptions alone = RunOptions.in(folder.resolve("a-results")).withAgain(names);
        run(plan, "a", alone, "");
        assertThat(begun("train")).isEqualTo(4);
        assertThat(weights("a")).isEqualTo(weights).hasSize(3);
    }

    @Test
    void theOrderOfArmsChangesNoWeights() {
        SortedMap<String, String> forward =
                weights(plan(PRETRAINED.formatted("[0.01, 0.02]", "[0.3, 0.4]")), "forward");
        assertThat(begun("pretraining")).isEqualTo(2);
        assertThat(begun("train")).isEqualTo(2);
        SortedMap<String, String> backward =
                weights(plan(PRETRAINED.formatted("[0.02, 0.01]", "[0.4, 0.3]")), "backward");
        assertThat(backward).isEqualTo(forward).hasSize(4);
        assertThat(forward.values().stream().distinct()).hasSize(2);
        // One that has only the other arm's pretraining at hand must not take it.
        assertThat(weights(plan(PRETRAINED.formatted("[0.02]", "[0.4]")), "single"))
                .hasSize(1)
                .allSatisfy((name, digest) -> assertThat(forward.values()).contains(digest));
    }

    @Test
    void aStopInAPretrainingAndOneInATrainingChangeNoWeights() {
        StudyPlan plan = plan(PRETRAINED.formatted("[0.01]", "[0.3, 0.4]"));
        SortedMap<String, String> straight = weights(plan, "straight");
        begun.clear();
        RunOptions options = RunOptions.in(folder.resolve("stopped-results"));
        assertThat(run(plan, "stopped", options, "pretraining 2").stopped()).isPresent();
        assertThat(begun("train")).isZero();
        assertThat(weights(plan, "stopped")).isEqualTo(straight);
        // Pretrained from the second step on: the first is not taken again.
        assertThat(begun("pretraining")).isEqualTo(1);
    }

    @Test
    void aStopInATrainingChangesNoWeights() {
        StudyPlan plan = plan(PRETRAINED.formatted("[0.01]", "[0.3, 0.4]"));
        SortedMap<String, String> straight = weights(plan, "straight");
        RunOptions options = RunOptions.in(folder.resolve("stopped-results"));
        assertThat(run(plan, "stopped", options, "train 2").stopped()).isPresent();
        begun.clear();
        assertThat(weights(plan, "stopped")).isEqualTo(straight);
        assertThat(begun).doesNotContain("pretraining", "train");
    }

    @Test
    void twoAtOnceDoNoTrainingTwice() {
        StudyPlan plan = plan(TESTS);
        RunOptions options = RunOptions.in(folder.resolve("a-results"));
        try (var two = Executors.newFixedThreadPool(2)) {
            two.execute(() -> run(plan, "a", options, ""));
            two.execute(() -> run(plan, "a", options, ""));
        }
        assertThat(begun("train")).isEqualTo(3);
        assertThat(weights("a")).hasSize(4).doesNotContainValue("none");
    }

    @Test
    void damagedWeightsAreTrainedAnewToTheSameBits() throws IOException {
        StudyPlan plan = plan(TESTS);
        SortedMap<String, String> whole = weights(plan, "a");
        try (var files = Files.walk(folder.resolve("a/artefacts"))) {
            for (Path file :
                    files.filter(path -> path.endsWith("weights.safetensors")).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                bytes[bytes.length - 1] ^= 1;
                Files.write(file, bytes);
            }
        }
        begun.clear();
        StudyPlan other = plan(TESTS.replace("[regressed, proposals]", "[proposals]")
                + "when: [{if: {model.boxes: proposals}, set: {model.postprocessing.nms: 0.4}}]\n");
        assertThat(weights(other, "a")).containsExactlyInAnyOrderEntriesOf(whole);
        assertThat(begun("train")).isEqualTo(3);
    }
}

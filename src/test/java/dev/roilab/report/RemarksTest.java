package dev.roilab.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.claim.Arm;
import dev.roilab.claim.SmallStudy;
import dev.roilab.report.document.Block;
import dev.roilab.report.document.Markdown;
import dev.roilab.result.StudyResults;
import dev.roilab.result.TrialResult;
import dev.roilab.task.ByClass;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RemarksTest {
    private static final StudyResults RESULTS = new SmallStudy()
            .finished("align", 1, 0.5)
            .finished("align", 2, 0.6)
            .finished("pool", 1, 0.4)
            .diverged("pool", 2, "diverged at step 3")
            .results();

    private static StudyResults with(List<String> classes, List<TrialResult> trials) {
        return new StudyResults(
                RESULTS.study(),
                RESULTS.question(),
                RESULTS.varied(),
                classes,
                RESULTS.report(),
                RESULTS.background(),
                RESULTS.folder(),
                RESULTS.command(),
                trials);
    }

    private static List<Block> blocks(StudyResults results) {
        return Remarks.blocks(results, Arm.of(results));
    }

    @Test
    void nothingIsSaidWhereNothingWasLeftOut() {
        assertThat(blocks(RESULTS)).isEmpty();
    }

    @Test
    void aClassThatNothingWasTestedOnIsNamed() {
        StudyResults results = with(List.of("cat", "dog|wolf", "disc"), RESULTS.trials());
        assertThat(Markdown.of(blocks(results)))
                .contains("Without an object in the test split, and so without an average precision: disc. Every mean"
                        + " over classes is over the others.");
    }

    /** Arms may read other data, and their means are then over other classes and pictures. */
    @Test
    void aClassThatSomeArmsAreNotTestedOnIsNamedWithThem() {
        List<TrialResult> trials = RESULTS.trials().stream()
                .map(trial -> trial.varied().containsValue("align") ? testedOnCats(trial) : truth(trial, "a"))
                .toList();
        assertThat(Markdown.of(blocks(with(List.of("cat", "dog|wolf"), trials))))
                .contains(
                        "Without an object in the test split of align, and so without an average precision there:"
                                + " dog\\|wolf. Means over classes are over the others there, and not what they are in other arms.")
                .contains("There are 2 test splits: a difference between arms");
        List<TrialResult> alike =
                trials.stream().map(trial -> truth(trial, "a")).toList();
        assertThat(Markdown.of(blocks(with(List.of("cat", "dog|wolf"), alike)))).doesNotContain("test splits");
    }

    private static TrialResult truth(TrialResult trial, String digits) {
        return trial.withProvenance(Map.of("ground_truth", "ground-truth-%s.json".formatted(digits)));
    }

    private static TrialResult testedOnCats(TrialResult trial) {
        ByClass all = trial.byClass().getFirst();
        var cats = new ByClass(all.measure(), Map.of("cat", 0.5, "dog|wolf", Double.NaN));
        return new TrialResult(
                trial.study(),
                trial.trial(),
                trial.varied(),
                trial.seed(),
                trial.status(),
                trial.failure(),
                trial.measures(),
                trial.metrics(),
                List.of(cats),
                trial.trainSeconds(),
                trial.stages(),
                trial.losses(),
                trial.curves(),
                trial.gallery(),
                Map.of("ground_truth", "ground-truth-b.json"));
    }

    @Test
    void skippedStepsAreCountedByArmAndSeed() {
        List<TrialResult> trials = RESULTS.trials().stream()
                .map(trial -> trial.seed() == 2 && trial.varied().containsValue("align")
                        ? trial.withProvenance(Map.of(
                                "test_pictures_without_regions",
                                "1 of 9",
                                "steps_without_regions",
                                "4",
                                "pretraining_pictures_without_object",
                                "7"))
                        : trial)
                .toList();
        assertThat(Markdown.of(blocks(with(RESULTS.classes(), trials))))
                .contains(
                        "Training steps whose pictures had no regions to learn from, skipped: align 4 (seed 2).",
                        "Test pictures without regions, in which nothing can be found: align 1 of 9 (seed 2).",
                        "Pictures without an object, which have no class to be pretrained with: align 7 (seed 2).");
    }

    @Test
    void armsThatShareTheirTrainingsAreNamedOnce() {
        StudyResults small = new SmallStudy()
                .finished("a", 1, 0.5)
                .finished("a", 2, 0.6)
                .finished("b", 1, 0.5)
                .diverged("b", 2, "diverged at step 3")
                .finished("c", 1, 0.4)
                .finished("c", 2, 0.4)
                .finished("d", 1, 0.4)
                .finished("d", 2, 0.4)
                .results();
        List<TrialResult> trials = small.trials().stream()
                .map(trial -> trial.withProvenance(
                        Map.of("training_key", (trial.varied().containsValue("d") ? "own" : "shared") + trial.seed())))
                .toList();
        assertThat(Markdown.of(blocks(with(small.classes(), trials))))
                .containsOnlyOnce("a, b and c share one training each seed; differences of training time between them"
                        + " are of what follows it.");
        assertThat(blocks(with(small.classes(), small.trials()))).isEmpty();
    }

    @Test
    void warningsAboutInputsAreSaidOnce() {
        List<TrialResult> trials = RESULTS.trials().stream()
                .map(trial ->
                        trial.withProvenance(Map.of("input_warnings", "a.jpg: damaged: why\nseed " + trial.seed())))
                .toList();
        assertThat(Markdown.of(blocks(with(RESULTS.classes(), trials))))
                .containsOnlyOnce("Said of the inputs when the trials ran: a.jpg: damaged: why · seed 1 · seed 2.");
    }
}

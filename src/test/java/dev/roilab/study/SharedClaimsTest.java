package dev.roilab.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.yaml.YamlException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Claims about the training of arms that share it. */
class SharedClaimsTest {
    private static final String VARIED = """
            study: shared
            question: What does each arm of one training differ in?
            extends: base.yaml
            seeds: [1, 2]
            model: {head: {fc: [64, 64]}}
            vary:
              model.head.svd:
                whole:
                r32: {method: exact, ranks: [28, 8]}
                r16: {method: exact, ranks: [16, 4]}
                fc6: {method: exact, ranks: [16, 0]}
                random: {method: randomized, ranks: [16, 4]}
                tuned: {method: exact, ranks: [16, 4], tuning: {steps: 9, rate: 0.1}}
                hot: {method: exact, ranks: [16, 4], tuning: {steps: 9, rate: 9}}
              model.postprocessing.nms: {low: 0.3, high: 0.5}
              train.rate: {slow: 0.001, fast: 0.1}
            claims: [{that: "CLAIM"}]
            """;

    @TempDir
    private Path folder = Path.of("");

    private StudyPlan plan(String claim) {
        return StudyPlan.of(StudyText.write(folder, VARIED.replace("CLAIM", claim)), List.of());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            train_seconds(r32) < train_seconds(r16)             | 'r32' and 'r16' share the training of each seed and do the same
            train_seconds(r32) / train_seconds(r16) >= 1.2      | 'r32' and 'r16' share the training
            train_seconds(low, slow) > train_seconds(high, slow)| 'low, slow' and 'high, slow' share the training
            diverged(r32) > diverged(r16)                       | 'r32' and 'r16' share the training of each seed and diverge together
            diverged(low) > diverged(high)                      | 'low' and 'high' share the training
            train_seconds(low, slow) - train_seconds(high, slow) > train_seconds(low, fast) - train_seconds(high, fast) | share the training
            """)
    void aClaimAboutTheSharedPartIsRefused(String claim, String why) {
        assertThatThrownBy(() -> plan(claim))
                .isInstanceOf(YamlException.class)
                .hasMessageContaining("study.yaml:17:17: claim '" + claim + "': ")
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            train_seconds(r16) > train_seconds(whole)
            train_seconds(r16) > train_seconds(fc6)
            train_seconds(r16) > train_seconds(random)
            train_seconds(tuned) > train_seconds(r16)
            diverged(hot) > diverged(tuned)
            diverged(fast) > diverged(slow)
            train_seconds(low, slow) > train_seconds(high, fast)
            total_ms(r32) > total_ms(r16)
            train_seconds(low) > 1 seconds
            """)
    void aClaimThatATrainingCanDecideIsTaken(String claim) {
        assertThat(plan(claim).background().claims()).hasSize(1);
    }

    @Test
    void armsWithAndWithoutSvmsShareATrainingAndNotItsEnd() {
        StudyPlan plan = StudyPlan.of(Path.of("experiments/softmax-vs-svm.yaml"), List.of());
        List<TrialSettings> arms =
                plan.trials().stream().map(Trial::settings).distinct().toList();
        assertThat(arms.stream().map(SeenByTraining::settings).distinct()).hasSize(1);
        assertThat(arms.stream().map(SeenByTraining::course).distinct()).hasSize(2);
    }
}

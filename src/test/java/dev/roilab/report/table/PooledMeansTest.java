package dev.roilab.report.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.claim.SmallStudy;
import dev.roilab.report.document.Markdown;
import dev.roilab.result.StudyResults;
import dev.roilab.result.TrialResult;
import dev.roilab.study.ReportSettings.TableSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A table of one of two varied paths: a mean over fewer combinations than others says so, in words. */
class PooledMeansTest {
    private static final String STRIDE = "model.backbone.stride";

    private final List<TrialResult> trials = new ArrayList<>();

    private void add(String stride, SmallStudy study) {
        study.results().trials().forEach(trial -> trials.add(SmallStudy.varied(trial, STRIDE, stride)));
    }

    private static SmallStudy both(String roi, double ap50) {
        return new SmallStudy().finished(roi, 1, ap50).finished(roi, 2, ap50);
    }

    private String table(Optional<String> columns, String... values) {
        StudyResults made = new SmallStudy().finished("pool", 1, 0.5).results();
        var results = new StudyResults(
                made.study(),
                made.question(),
                List.of(SmallStudy.ROI, STRIDE),
                made.classes(),
                made.report(),
                made.background(),
                made.folder(),
                made.command(),
                trials);
        var settings = new TableSettings(SmallStudy.ROI, columns, List.of(values));
        return Markdown.of(List.of(new PivotTable(results, settings, new NoiseEnergy(results)).block(1)))
                .replaceAll(" +", " ");
    }

    /** At the hard stride one side diverges, and its mean of the easy one looks better. */
    @Test
    void aMeanOverTheCombinationsThatSurvivedIsNamed() {
        add("8", both("pool", 0.6));
        add("8", both("align", 0.7));
        add("16", both("pool", 0.4));
        add("16", new SmallStudy().diverged("align", 1, "step 9").diverged("align", 2, "step 12"));
        assertThat(table(Optional.empty(), "ap50"))
                .contains("| pool | 50.0 ± 11.5 |", "| align | 70.0 ± 0.0 (2 of 4) |")
                .containsOnlyOnce("Means are those of the trainings that finished.")
                .containsOnlyOnce("Not all means are over the same: align is without stride 16 (diverged @ 9 to 12). A"
                        + " mean over fewer combinations, which may be the easier ones, cannot be held against one over"
                        + " all. A table with model.backbone.stride as columns tells them apart.");
        assertThat(table(Optional.of(STRIDE), "ap50"))
                .contains("Means are those of the trainings that finished.")
                .doesNotContain("Not all means");
        assertThat(table(Optional.empty(), "diverged")).doesNotContain("Not all means", "Means are those");
    }

    @Test
    void seedsAndCombinationsThatAreMissingAreToldApart() {
        add("8", both("pool", 0.6));
        add("8", both("align", 0.7));
        add("16", new SmallStudy().finished("pool", 1, 0.5).diverged("pool", 2, "step 3"));
        assertThat(table(Optional.empty(), "ap50"))
                .contains(
                        "same: pool is without 1 of 2 seeds of stride 16 (diverged @ 3); align is without stride 16 (not"
                                + " in the study). A mean");
    }

    @Test
    void whatOneMeasureLacksIsNotSaidOfTheOthers() {
        add("8", both("pool", 0.6));
        add("16", new SmallStudy().finishedWith("pool", 1, 0.5, "size", 3).finishedWith("pool", 2, 0.5, "size", 3));
        assertThat(table(Optional.empty(), "ap50", "size"))
                .contains("same: of size pool is without stride 8 (no such number). A mean");
    }

    /** What one arm alone varies is nothing that the other one lacks; and whole tables say nothing. */
    @Test
    void whatAnArmDoesNotVaryIsNoLack() {
        add("8", both("pool", 0.6));
        add("16", both("pool", 0.6));
        add("-", both("align", 0.6));
        assertThat(table(Optional.empty(), "ap50")).doesNotContain("Not all means", "Means are those");
    }
}

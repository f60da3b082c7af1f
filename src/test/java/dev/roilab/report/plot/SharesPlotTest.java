package dev.roilab.report.plot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.claim.Arm;
import dev.roilab.claim.SmallStudy;
import dev.roilab.report.document.Block;
import dev.roilab.report.table.NoiseEnergy;
import dev.roilab.report.table.PivotTable;
import dev.roilab.result.StudyResults;
import dev.roilab.study.ReportSettings.TableSettings;
import dev.roilab.task.Shares;
import dev.roilab.task.detection.DetectionTask;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Kinds of errors as bars and as columns. */
class SharesPlotTest {
    private static final Shares KINDS = DetectionTask.INSTANCE.shares().getFirst();

    /** Numbers of YOLO's figure 4, and of Fast R-CNN's. */
    private static final Map<String, List<Double>> FIGURE_4 = Map.of(
            "correct_detections", List.of(0.655, 0.716),
            "localization_errors", List.of(0.19, 0.086),
            "similar_errors", List.of(0.0675, 0.043),
            "other_errors", List.of(0.04, 0.019),
            "background_errors", List.of(0.0475, 0.136),
            "missed_objects", List.of(0.21, 0.18));

    private static StudyResults measured(boolean similar) {
        var study = new SmallStudy();
        Stream.concat(KINDS.parts().stream(), Stream.of(KINDS.beside())).forEach(study::declaring);
        StudyResults results =
                study.finished("yolo", 1, 0.5).finished("fast-rcnn", 1, 0.6).results();
        FIGURE_4.forEach((name, values) -> {
            for (int trial = 0; trial < 2; trial++) {
                if (similar || !name.equals("similar_errors")) {
                    results.trials().get(trial).metrics().put(name, values.get(trial));
                }
            }
        });
        return results;
    }

    private static StudyResults older() {
        return new SmallStudy()
                .finished("yolo", 1, 0.5)
                .finished("fast-rcnn", 1, 0.6)
                .results();
    }

    @Test
    void everyKindHasItsColourWhateverKindsThereAre() {
        SharesPlot all = plot(measured(true));
        SharesPlot some = plot(measured(false));
        assertThat(all.bands())
                .extracting(band -> band.legend().getFirst())
                .containsExactly("correct", "localization", "similar", "other", "background");
        assertThat(all.bands()).extracting(StackedBars.Band::color).doesNotHaveDuplicates();
        assertThat(all.bands().get(1).values()).containsExactly(19.0, 8.6);
        assertThat(some.bands())
                .extracting(band -> band.legend().getFirst())
                .containsExactly("correct", "localization", "other", "background");
        assertThat(all.bands()).containsAll(some.bands());
    }

    @Test
    void theMissedObjectsAreToldBesideTheBar() {
        StudyResults results = measured(true);
        assertThat(plot(results).ends()).containsExactly("missed objects 21.0 %", "missed objects 18.0 %");
    }

    private static SharesPlot plot(StudyResults results) {
        return new SharesPlot(KINDS, Arm.of(results));
    }

    @Test
    void whatWasTestedBeforeIsNotDrawn() {
        assertThat(SharesPlot.of(Arm.of(older()), KINDS)).isEmpty();
        assertThat(SharesPlot.of(Arm.of(measured(true)), KINDS)).isPresent();
    }

    @Test
    void aTableHasAColumnForEveryKindThatThereIs() {
        Block.Table table = table(measured(false));
        assertThat(table.toString())
                .contains("correct", "localization", "other", "background", "missed")
                .doesNotContain("similar, text")
                .doesNotContain("A dash");
        assertThat(columns(table)).isEqualTo(6);
        assertThat(columns(table(measured(true)))).isEqualTo(7);
    }

    @Test
    void aTableOfOlderResultsSaysWhatItsDashesAre() {
        Block.Table table = table(older());
        assertThat(columns(table)).isEqualTo(7);
        assertThat(table.toString()).contains("–").contains("A dash: these trials have no such number");
    }

    private static int columns(Block.Table table) {
        return table.rows().getFirst().size();
    }

    private static Block.Table table(StudyResults results) {
        var settings = new TableSettings(SmallStudy.ROI, Optional.empty(), List.of(KINDS.name()));
        return (Block.Table) new PivotTable(results, settings, new NoiseEnergy(results)).block(1);
    }
}

package dev.roilab.report.plot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.claim.Arm;
import dev.roilab.detect.ProposalMeasures;
import dev.roilab.result.Status;
import dev.roilab.result.TrialResult;
import dev.roilab.study.ReportSettings.PlotSettings;
import dev.roilab.task.Curve;
import dev.roilab.task.CurveInfo;
import dev.roilab.task.LearningCurves;
import dev.roilab.task.classification.ClassificationTask;
import dev.roilab.task.detection.PrecisionRecall;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYSeries;

class CurvePlotTest {
    private static final PlotSettings.Curve ASKED = new PlotSettings.Curve("pr-curve", Optional.of(0.5));

    private static TrialResult trial(String arm, long seed, boolean finished) {
        Curve curve =
                new Curve(PrecisionRecall.info(0.5), new Curve.Line(List.of(0.0, 1.0), List.of(1.0, 0.5)), List.of());
        return new TrialResult(
                "study",
                arm + ",seed=" + seed,
                Map.of("rate", arm),
                seed,
                finished ? Status.OK : Status.DIVERGED,
                finished ? Optional.empty() : Optional.of("loss not finite at step 9: NaN"),
                List.of(),
                Map.of(),
                List.of(),
                1,
                Map.of(),
                List.of(),
                finished ? List.of(curve) : List.of(),
                List.of(),
                Map.of());
    }

    private static Arm arm(int index, boolean second, String... values) {
        List<TrialResult> trials = List.of(trial(values[0], 1, true), trial(values[0], 2, second));
        return new Arm(index, String.join(", ", values), List.of(values), trials);
    }

    private static List<String> legend(Arm... arms) {
        return CurvePlot.legend(new ArmPanels(List.of(arms)).panels(_ -> true), ASKED).stream()
                .map(PanelGrid.Entry::text)
                .toList();
    }

    @Test
    void theLegendSaysOfHowManySeedsAMeanIs() {
        assertThat(legend(arm(0, true, "low"), arm(1, false, "high"))).containsExactly("low", "high (1 of 2)");
    }

    @Test
    void anAxisIsLogarithmicWhereItsCurveSaysSo() {
        CurveInfo plain = PrecisionRecall.info(0.5);
        CurveInfo byCount = ProposalMeasures.curves().getFirst();
        ArmPanels.Panel panel =
                new ArmPanels(List.of(arm(0, true, "low"))).panels(_ -> true).getFirst();
        assertThat(CurvePlot.chart(panel, ASKED, plain, 1).getStyler().isXAxisLogarithmic())
                .isFalse();
        assertThat(CurvePlot.chart(panel, ASKED, byCount, 1).getStyler().isXAxisLogarithmic())
                .isTrue();
        assertThat(CurvePlot.chart(panel, ASKED, byCount, 1).getStyler().isYAxisLogarithmic())
                .isFalse();
    }

    @Test
    void aSecondCurveIsDashedInTheColourOfItsArm() {
        List<CurveInfo> infos = LearningCurves.of(ClassificationTask.INSTANCE);
        List<Curve> both = List.of(
                new Curve(infos.getFirst(), new Curve.Line(List.of(10.0, 20.0), List.of(0.9, 0.4)), List.of()),
                new Curve(infos.get(1), new Curve.Line(List.of(10.0, 20.0), List.of(0.8, 0.2)), List.of()));
        TrialResult trial = trial("low", 1, true).withDetails(Map.of(), List.of(), both, List.of());
        ArmPanels.Panel panel = new ArmPanels(List.of(new Arm(0, "low", List.of("low"), List.of(trial))))
                .panels(_ -> true)
                .getFirst();
        var asked = new PlotSettings.Curve("learning-curve", Optional.empty(), Optional.of("training-curve"));
        assertThat(CurvePlot.legend(List.of(panel), asked))
                .extracting(PanelGrid.Entry::text)
                .containsExactly("low", "dashed: training pictures");
        Map<String, XYSeries> series = CurvePlot.chart(panel, asked, infos.getFirst(), 1).getSeriesCollection().stream()
                .collect(Collectors.toMap(XYSeries::getName, each -> each));
        assertThat(Objects.requireNonNull(series.get("beside 0")).getYData()).containsExactly(80, 20);
        assertThat(Objects.requireNonNull(series.get("beside 0")).getLineColor())
                .isEqualTo(Objects.requireNonNull(series.get("mean of 0")).getLineColor());
        assertThat(Objects.requireNonNull(series.get("mean of 0")).getYData()).containsExactly(90, 40);
        assertThat(CurvePlot.of(List.of(new Arm(0, "low", List.of("low"), List.of(trial))), asked))
                .hasValueSatisfying(figure -> assertThat(figure.caption()).contains("Dashed: mean over seeds"));
    }

    @Test
    void ofSeveralPanelsItSaysWhere() {
        assertThat(legend(
                        arm(0, true, "l1", "low"),
                        arm(1, true, "l1", "high"),
                        arm(2, true, "l2", "low"),
                        arm(3, false, "l2", "high")))
                .containsExactly("l1", "l2, high (1 of 2)");
    }
}

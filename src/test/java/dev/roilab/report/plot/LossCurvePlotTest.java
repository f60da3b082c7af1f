package dev.roilab.report.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.claim.Arm;
import dev.roilab.nn.Losses;
import dev.roilab.result.Status;
import dev.roilab.result.TrialResult;
import dev.roilab.result.TrialResult.LossPoint;
import dev.roilab.testing.TwoLosses;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;

class LossCurvePlotTest {
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");
    private static final int STEPS = 100;

    /** From 1.4 down to 0.4, with bumps. */
    private static double falling(int step) {
        return 0.4 + Math.exp(-step / 15.0) + 0.05 * Math.sin(step);
    }

    private static double exploding(int step) {
        return step >= 20 && step < 26 ? Math.pow(10, 30 - step) : falling(step);
    }

    private static TrialResult trial(String arm, long seed, Status status, List<LossPoint> losses) {
        return new TrialResult(
                "study",
                arm + ",seed=" + seed,
                Map.of("rate", arm),
                seed,
                status,
                status == Status.OK
                        ? Optional.empty()
                        : Optional.of("loss not finite at step " + (50 + seed) + ": NaN"),
                List.of(),
                Map.of(),
                List.of(),
                1,
                Map.of(),
                losses,
                List.of(),
                List.of(),
                Map.of());
    }

    private static TrialResult finished(String arm, long seed, IntToDoubleFunction loss) {
        List<LossPoint> points = new ArrayList<>();
        for (int step = 1; step <= STEPS; step++) {
            points.add(new LossPoint(step, TwoLosses.of(loss.applyAsDouble(step), loss.applyAsDouble(step) / 2), 0.01));
        }
        return trial(arm, seed, Status.OK, points);
    }

    private static List<Arm> arms(TrialResult second) {
        return List.of(
                new Arm(0, "slow", List.of("slow"), List.of(finished("slow", 1, LossCurvePlotTest::falling))),
                new Arm(1, "fast", List.of("fast"), List.of(second)));
    }

    private static String svg(List<Arm> arms) {
        if (!(LossCurvePlot.of(arms).orElseThrow() instanceof Figure.Chart chart)) {
            throw new AssertionError("training losses are a chart");
        }
        return chart.painting().svg(chart.title());
    }

    /** Where the strong lines of an arm reach highest and lowest; pixels grow downwards. */
    private record Extent(double highest, double lowest) {
        static Extent of(String svg, int index) {
            String color = "%06x".formatted(PlotTheme.color(index).getRGB() & 0xFFFFFF);
            Matcher lines = Pattern.compile("stroke=\"#" + color + "\" stroke-width=\"3\"[^>]* d=\"([^\"]+)\"")
                    .matcher(svg);
            double highest = Double.POSITIVE_INFINITY;
            double lowest = Double.NEGATIVE_INFINITY;
            while (lines.find()) {
                Matcher numbers = NUMBER.matcher(lines.group(1));
                for (int place = 0; numbers.find(); place++) {
                    if (place % 2 == 1) {
                        highest = Math.min(highest, Double.parseDouble(numbers.group()));
                        lowest = Math.max(lowest, Double.parseDouble(numbers.group()));
                    }
                }
            }
            return new Extent(highest, lowest);
        }
    }

    /** Of box-loss, which 8 colours are not enough for. */
    @Test
    void ofTwentyArmsAllAreDrawn() {
        List<Arm> arms = new ArrayList<>();
        for (String loss : List.of("l2", "l1", "smooth", "smooth9")) {
            for (String rate : List.of("0.04", "0.08", "0.16", "0.32", "0.64")) {
                TrialResult trial = finished(loss + rate, 1, LossCurvePlotTest::falling);
                arms.add(new Arm(arms.size(), loss + ", rate " + rate, List.of(loss, rate), List.of(trial)));
            }
        }
        String svg = svg(arms);
        for (int loss = 0; loss < 4; loss++) {
            String color = "%06x".formatted(PlotTheme.color(loss).getRGB() & 0xFFFFFF);
            assertThat(Pattern.compile("stroke=\"#" + color + "\" stroke-width=\"3\"")
                            .matcher(svg)
                            .results()
                            .count())
                    .as("pieces of a strong line for every rate and both losses")
                    .isEqualTo(2 * 5 * (STEPS - 1));
        }
    }

    @Test
    void anExplodingLossLeavesRoomForThoseThatLearn() {
        String svg = svg(arms(finished("fast", 1, LossCurvePlotTest::exploding)));

        Extent learning = Extent.of(svg, 0);
        assertThat(learning.lowest() - learning.highest()).isGreaterThan(PlotTheme.HEIGHT / 3.0);
        assertThat(Extent.of(svg, 1).highest()).isBetween(0.0, learning.highest());
    }

    @Test
    void theAxisEndsAboveTheFirstLossesOfThoseThatLearn() {
        List<Arm> arms = arms(finished("fast", 1, LossCurvePlotTest::exploding));

        assertThat(LossAxis.of(arms, "classification").end()).isBetween(falling(1), 2.0);
        assertThat(LossAxis.of(arms, "box").end()).isBetween(falling(1) / 2, 1.0);
    }

    @Test
    void ordinaryLossesAreShownWhole() {
        List<Arm> arms = arms(finished("fast", 1, step -> 3 * falling(step)));

        assertThat(LossAxis.of(arms, "classification").showsAll()).isTrue();
    }

    @Test
    void aSteepStartIsShownWhole() {
        List<Arm> arms = arms(finished("fast", 1, step -> step == 1 ? 40 : 0.1));

        assertThat(LossAxis.of(List.of(arms.getLast()), "classification").showsAll())
                .isTrue();
    }

    @Test
    void aTrainingThatOnlyGetsWorseDecidesNothing() {
        List<Arm> arms = arms(finished("fast", 1, step -> 1000.0 * step));

        assertThat(LossAxis.of(arms, "classification").end()).isBetween(falling(1), 2.0);
    }

    @Test
    void aCurveIsCutWhereItCrossesTheEnd() {
        Map<Integer, Double> points = new TreeMap<>(Map.of(0, 1.0, 10, 5.0, 20, 5.0, 30, 1.0));

        LossAxis.Curve curve = new LossAxis(3, 5).shown(points);

        assertThat(curve.steps()).containsExactly(0.0, 5.0, Double.NaN, Double.NaN, 25.0, 30.0);
        assertThat(curve.losses()).containsExactly(1.0, 3.0, Double.NaN, Double.NaN, 3.0, 1.0);
        assertThat(curve.left().orElseThrow()).isCloseTo(5, within(1e-12));
    }

    @Test
    void aCurveThatStartsAboveTheEndComesDownIntoThePicture() {
        LossAxis.Curve curve = new LossAxis(3, 5).shown(new TreeMap<>(Map.of(0, 5.0, 10, 1.0)));

        assertThat(curve.losses()).containsExactly(Double.NaN, 3.0, 1.0);
        assertThat(curve.left()).contains(0.0);
    }

    private static List<String> legend(List<Arm> arms) {
        return LossCurvePlot.legend(new ArmPanels(arms).panels(_ -> true)).stream()
                .map(PanelGrid.Entry::text)
                .toList();
    }

    private static Arm arm(int index, String name, String... terms) {
        List<LossPoint> points = new ArrayList<>();
        for (int step = 1; step <= STEPS; step++) {
            var losses = new LinkedHashMap<String, Double>();
            for (String term : terms) {
                losses.put(term, falling(step));
            }
            points.add(new LossPoint(step, new Losses(losses), 0.01));
        }
        return new Arm(index, name, List.of(name), List.of(trial(name, 1, Status.OK, points)));
    }

    /** Titles of the charts, row by row. */
    private static List<List<String>> titles(Arm arm) {
        return LossCurvePlot.grid(List.of(arm), List.of(arm)).rows().stream()
                .map(row -> row.stream().map(XYChart::getTitle).toList())
                .toList();
    }

    @Test
    void theLegendNamesEveryArmOnce() {
        TrialResult first = trial("fast", 1, Status.DIVERGED, List.of());
        TrialResult second = trial("fast", 2, Status.DIVERGED, List.of());
        List<Arm> arms = List.of(
                arms(first).getFirst(),
                new Arm(1, "fast", List.of("fast"), List.of(first, second)),
                new Arm(
                        2,
                        "wild",
                        List.of("wild"),
                        List.of(
                                finished("wild", 1, LossCurvePlotTest::falling),
                                trial("wild", 3, Status.DIVERGED, List.of()))));
        assertThat(legend(arms))
                .containsExactly("slow", "fast: 2 of 2 diverged (steps 51 to 52)", "wild: 1 of 2 diverged (step 53)");
    }

    @Test
    void anArmThatDivergedInOtherPanelsAloneIsNamedThere() {
        List<Arm> arms = new ArrayList<>();
        for (String rate : List.of("low", "high")) {
            arms.add(new Arm(
                    arms.size(),
                    "l1, " + rate,
                    List.of("l1", rate),
                    List.of(finished("l1", 1, LossCurvePlotTest::falling))));
            TrialResult other = rate.equals("low")
                    ? finished("l2", 1, LossCurvePlotTest::falling)
                    : trial("l2", 1, Status.DIVERGED, List.of());
            arms.add(new Arm(arms.size(), "l2, " + rate, List.of("l2", rate), List.of(other)));
        }
        assertThat(legend(arms)).containsExactly("l1", "l2");
        assertThat(legend(List.of(arms.get(0), arms.get(2), arms.get(3)))).containsExactly("l1");
    }

    private static List<String> entries(List<Arm> arms) {
        return LossCurvePlot.grid(arms, arms).beside().stream()
                .flatMap(List::stream)
                .map(PanelGrid.Entry::text)
                .toList();
    }

    private static double[] find(XYChart chart, String series) {
        return chart.getSeriesCollection().stream()
                .filter(found -> found.getName().equals(series))
                .findFirst()
                .orElseThrow()
                .getXData();
    }

    @Test
    void aFailedTrainingIsDrawnUpToACross() {
        List<LossPoint> points =
                List.of(new LossPoint(1, TwoLosses.of(1, 0.5), 0.1), new LossPoint(9, TwoLosses.of(1.1, 0.5), 0.1));
        List<Arm> arms = arms(trial("fast", 1, Status.DIVERGED, points));
        XYChart chart = LossCurvePlot.grid(arms, arms).rows().getFirst().getFirst();
        assertThat(find(chart, "end of seed 0 of 1")).containsExactly(9);
        assertThat(LossCurvePlot.of(arms).orElseThrow().caption()).contains("failed ones up to a cross");
        assertThat(entries(arms)).contains("ends in a failure");
    }

    /** Of results that kept no curve of what failed. */
    @Test
    void aFailedTrainingWithoutACurveIsNotSaidToBeDrawn() {
        List<Arm> arms = arms(trial("fast", 1, Status.DIVERGED, List.of()));
        assertThat(LossCurvePlot.of(arms).orElseThrow().caption())
                .contains("Failed trainings without a curve: 1 of fast.")
                .doesNotContain("cross");
        assertThat(entries(arms)).doesNotContain("ends in a failure");
    }

    @Test
    void seedsThatDivergedAtOneStepHaveOne() {
        TrialResult first = trial("fast", 1, Status.DIVERGED, List.of());
        assertThat(LossCurvePlot.divergence(new Arm(0, "fast", List.of("fast"), List.of(first, first))))
                .isEqualTo("2 of 2 diverged (step 51)");
    }

    @Test
    void aLossOfOneTermIsOneChart() {
        assertThat(titles(arm(0, "one", "classification")))
                .containsExactly(List.of("Classification loss by training step"));
    }

    @Test
    void theThirdAndFourthTermsStandBelow() {
        assertThat(titles(arm(0, "four", "rpn_classification", "rpn_box", "classification", "box")))
                .containsExactly(
                        List.of("Rpn classification loss by training step", "Rpn box loss by training step"),
                        List.of("Classification loss by training step", "Box loss by training step"));
        assertThat(titles(arm(0, "three", "classification", "box", "mask")).getLast())
                .containsExactly("Mask loss by training step");
    }

    @Test
    void crossEntropiesAreInNats() {
        Arm arm = arm(0, "two", "rpn_classification", "box");
        assertThat(LossCurvePlot.grid(List.of(arm), List.of(arm)).rows().getFirst())
                .extracting(XYChart::getYAxisTitle)
                .containsExactly("rpn classification loss (nats)", "box loss (no unit)");
    }

    @Test
    void anArmWithoutATermIsNamedInTheCaption() {
        List<Arm> arms = List.of(arm(0, "rcnn", "classification"), arm(1, "fast", "classification", "box"));
        assertThat(LossCurvePlot.of(arms).orElseThrow().caption()).endsWith("that finished. No box loss: rcnn.");
        XYChart box = LossCurvePlot.grid(arms, arms).rows().getFirst().getLast();
        assertThat(box.getTitle()).isEqualTo("Box loss by training step");
        assertThat(LossAxis.of(arms, "box").greatest())
                .isEqualTo(LossAxis.of(arms, "classification").greatest());
    }

    @Test
    void theLegendSaysWhenSeedsDiverged() {
        var arm = new Arm(
                0,
                "fast",
                List.of("fast"),
                List.of(
                        finished("fast", 1, LossCurvePlotTest::falling),
                        trial("fast", 2, Status.DIVERGED, List.of()),
                        trial("fast", 40, Status.DIVERGED, List.of())));

        assertThat(LossCurvePlot.divergence(arm)).isEqualTo("2 of 3 diverged (steps 52 to 90)");
        assertThat(LossCurvePlot.divergence(arms(arm.trials().getFirst()).getFirst()))
                .isEmpty();
    }
}

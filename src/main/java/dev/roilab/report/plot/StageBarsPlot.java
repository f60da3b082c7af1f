package dev.roilab.report.plot;

import dev.roilab.claim.Arm;
import dev.roilab.claim.Measure;
import dev.roilab.claim.TimeEvidence;
import dev.roilab.claim.TimedTrials;
import dev.roilab.result.TrialResult;
import dev.roilab.study.HarnessMeasures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Test time an image, stacked by stage, with the numbers of the tables; stages too short to see are drawn as one and
 * named. Where proposals take most of the time, a second panel shows the rest at its own scale; where the slowest arm
 * presses the others flat, one shows what part of its own time each arm spends where.
 */
public final class StageBarsPlot {
    /** Of the slowest arm's time; a thinner band carries no readable number. */
    private static final double SMALLEST_SHARE = 0.03;

    /** Of the time: proposals beyond this press the other stages flat. */
    private static final double MOST_TIME = 0.5;

    /** Of the slowest arm's time: a shorter bar shows no stages. */
    private static final double SHORTEST_BAR = 0.1;

    private static final int NAMES_A_LINE = 3;

    private static final String REST = "each below 3 percent:";

    private final List<Arm> drawn;

    /** Names of the stages that any panel draws as one. */
    private final List<String> grouped = new ArrayList<>();

    /** @param drawn arms whose stages were timed */
    StageBarsPlot(List<Arm> drawn) {
        this.drawn = drawn;
    }

    /** Absent where no finished trial has timed its stages. */
    public static Optional<Figure> of(List<Arm> arms) {
        Measure whole = TimeEvidence.of(arms).total();
        List<Arm> timed = arms.stream().filter(arm -> arm.mean(whole) > 0).toList();
        return timed.isEmpty() ? Optional.empty() : Optional.of(new StageBarsPlot(timed).figure(arms));
    }

    private Figure figure(List<Arm> arms) {
        var evidence = TimeEvidence.of(drawn);
        Measure whole = evidence.total();
        List<Painting> panels = panels().stream().map(StackedBars::painting).toList();
        String names = grouped.isEmpty()
                ? ""
                : " Drawn as one where short: "
                        + String.join(", ", grouped.stream().distinct().toList()) + ".";
        return new Figure.Chart(
                "stage-bars",
                "Test time an image by stage",
                "Stage medians, mean over seeds, stacked. "
                        + (evidence.isRelative(whole) ? "Times" : "Milliseconds")
                        + (!evidence.hasProposals()
                                ? " an image: "
                                : whole.equals(Measure.TOTAL)
                                        ? " an image with (and without) proposals: "
                                        : " an image without proposals: ")
                        + totals() + ". " + evidence.remark(whole) + names + PlotTheme.without(arms, drawn::contains),
                Painting.below(panels));
    }

    List<StackedBars> panels() {
        Measure whole = TimeEvidence.of(drawn).total();
        double highest = highest(whole);
        boolean pressed = highest - highest(Measure.WITHOUT_PROPOSALS) > MOST_TIME * highest;
        List<StackedBars> panels = new ArrayList<>();
        panels.add(panel(whole, whole.equals(Measure.TOTAL) ? "Test time by stage" : "Test time without proposals"));
        Measure last = pressed && highest(Measure.WITHOUT_PROPOSALS) > 0 ? Measure.WITHOUT_PROPOSALS : whole;
        if (!last.equals(whole)) {
            panels.add(panel(last, "The same without proposals"));
        }
        if (lowest(last) < SHORTEST_BAR * highest(last)) {
            panels.add(shares(last));
        }
        return panels;
    }

    private double highest(Measure total) {
        return totals(total).max().orElse(0);
    }

    private double lowest(Measure total) {
        return totals(total).min().orElse(0);
    }

    private DoubleStream totals(Measure total) {
        return drawn.stream().mapToDouble(arm -> arm.mean(total)).filter(Double::isFinite);
    }

    private StackedBars panel(Measure total, String title) {
        var evidence = TimeEvidence.of(drawn);
        List<StackedBars.Band> bands = stages(medians(total), SMALLEST_SHARE * highest(total));
        String axis =
                evidence.isRelative(total) ? "time (" + evidence.unit(total) + ")" : "milliseconds an image (median)";
        return new StackedBars(title, axis, labels(), bands, Measure.TOTAL::text);
    }

    private StackedBars shares(Measure total) {
        Map<String, List<Double>> shares = medians(total);
        double[] whole = new double[drawn.size()];
        shares.values().forEach(times -> Arrays.setAll(whole, bar -> whole[bar] + times.get(bar)));
        shares.replaceAll((_, times) -> IntStream.range(0, whole.length)
                .mapToObj(bar -> 100 * times.get(bar) / whole[bar])
                .toList());
        List<StackedBars.Band> bands = stages(shares, 100 * SMALLEST_SHARE);
        String title =
                "Where each arm spends its own time" + (total.equals(Measure.TOTAL) ? "" : ", without proposals");
        return new StackedBars(title, "percent of the arm's time", labels(), bands, Measure.TOTAL::text);
    }

    private List<String> labels() {
        return drawn.stream().map(this::label).toList();
    }

    /** With the count of the seeds that are averaged, where some are not. */
    private String label(Arm arm) {
        var evidence = TimeEvidence.of(drawn);
        int timed = TimedTrials.of(arm.trials(), evidence.total()).size();
        return arm.label() + arm.counted(timed) + evidence.mark(arm);
    }

    private String totals() {
        var evidence = TimeEvidence.of(drawn);
        boolean both = evidence.hasProposals() && evidence.total().equals(Measure.TOTAL);
        List<String> totals = new ArrayList<>();
        for (Arm arm : drawn) {
            String without = Measure.TOTAL.text(arm.mean(Measure.WITHOUT_PROPOSALS));
            String whole = Measure.TOTAL.text(arm.mean(Measure.TOTAL));
            totals.add(label(arm) + " " + (both ? whole + " (" + without + ")" : without));
        }
        return String.join("; ", totals);
    }

    /** By stage, in order of execution, one an arm. */
    private Map<String, List<Double>> medians(Measure total) {
        Map<String, List<Double>> all = new LinkedHashMap<>();
        Arm.stages(drawn).stream()
                .filter(stage -> total.equals(Measure.TOTAL) || !HarnessMeasures.isProposals(stage))
                .forEach(stage -> all.put(stage, median(stage)));
        return all;
    }

    /** Those below the threshold in every arm are one. */
    private List<StackedBars.Band> stages(Map<String, List<Double>> all, double threshold) {
        List<StackedBars.Band> shown = new ArrayList<>();
        List<Double> rest = new ArrayList<>(drawn.stream().map(_ -> 0.0).toList());
        List<String> names = new ArrayList<>();
        all.forEach((stage, times) -> {
            String name = stage.replace('_', ' ');
            if (times.stream().anyMatch(time -> time >= threshold)) {
                shown.add(new StackedBars.Band(List.of(name), StageColors.of(name), times));
            } else {
                names.add(name);
                for (int bar = 0; bar < rest.size(); bar++) {
                    rest.set(bar, rest.get(bar) + times.get(bar));
                }
            }
        });
        if (!names.isEmpty()) {
            grouped.addAll(names);
            shown.add(new StackedBars.Band(legend(names), StageColors.REST, rest));
        }
        return shown;
    }

    private static List<String> legend(List<String> names) {
        List<String> lines = new ArrayList<>(List.of(REST));
        for (int first = 0; first < names.size(); first += NAMES_A_LINE) {
            int end = Math.min(names.size(), first + NAMES_A_LINE);
            lines.add(String.join(", ", names.subList(first, end)) + (end < names.size() ? "," : ""));
        }
        return lines;
    }

    private List<Double> median(String stage) {
        TrialResult.StageTime none = new TrialResult.StageTime(0, 0);
        return drawn.stream()
                .map(arm -> arm.meanOfTests(
                        trial -> trial.stages().getOrDefault(stage, none).median()))
                .toList();
    }
}

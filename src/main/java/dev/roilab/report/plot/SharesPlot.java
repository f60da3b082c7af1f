package dev.roilab.report.plot;

import dev.roilab.claim.Arm;
import dev.roilab.claim.Measure;
import dev.roilab.claim.Numbers;
import dev.roilab.measure.MeasureInfo;
import dev.roilab.task.Shares;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A whole divided into its parts, in percent, one bar an arm, with what stands beside it at the end of each bar. */
public final class SharesPlot {
    /** By the place of a part in its whole: green for what is right, as the task declares it first. */
    private static final List<Color> COLORS = List.of(
            new Color(0x7FCBB4), // bluish green
            new Color(0x8CCBF0), // sky blue
            new Color(0xF2E98A), // yellow
            new Color(0xF2B24D), // orange
            new Color(0xC4A3B9), // reddish purple
            new Color(0xC8C8C8));

    private final Shares shares;
    private final List<Arm> drawn;

    /** @param drawn arms that have a part of it */
    SharesPlot(Shares shares, List<Arm> drawn) {
        this.shares = shares;
        this.drawn = drawn;
    }

    /** Absent where no finished trial has a part of it, as those of before it was measured. */
    public static Optional<Figure> of(List<Arm> arms, Shares shares) {
        List<Arm> measured = arms.stream()
                .filter(arm -> shares.parts().stream().anyMatch(part -> isMeasured(arm, part)))
                .toList();
        return measured.isEmpty() ? Optional.empty() : Optional.of(new SharesPlot(shares, measured).figure(arms));
    }

    private static boolean isMeasured(Arm arm, MeasureInfo info) {
        return Double.isFinite(arm.mean(new Measure(info)));
    }

    private Figure figure(List<Arm> arms) {
        var bars = new StackedBars(
                shares.title(),
                "percent of " + shares.whole(),
                drawn.stream().map(this::label).toList(),
                bands(),
                SharesPlot::percent,
                Optional.of(ends()));
        return new Figure.Chart(
                shares.name(),
                shares.title(),
                "Mean over seeds; behind each bar the " + shares.beside().noun() + ". "
                        + shares.beside().convention() + PlotTheme.without(arms, drawn::contains),
                bars.painting());
    }

    /** Without parts that no trial has; the others keep their colours. */
    List<StackedBars.Band> bands() {
        List<StackedBars.Band> bands = new ArrayList<>();
        for (int place = 0; place < shares.parts().size(); place++) {
            MeasureInfo part = shares.parts().get(place);
            if (drawn.stream().anyMatch(arm -> isMeasured(arm, part))) {
                List<Double> values = drawn.stream()
                        .map(arm -> isMeasured(arm, part) ? 100 * arm.mean(new Measure(part)) : 0)
                        .toList();
                bands.add(new StackedBars.Band(
                        List.of(part.heading()), COLORS.get(Math.min(place, COLORS.size() - 1)), values));
            }
        }
        return bands;
    }

    List<String> ends() {
        return drawn.stream().map(this::beside).toList();
    }

    private String beside(Arm arm) {
        String number = isMeasured(arm, shares.beside())
                ? percent(100 * arm.mean(new Measure(shares.beside()))) + " %"
                : Numbers.NONE;
        return shares.beside().heading() + " " + number;
    }

    private static String percent(double value) {
        return Numbers.fixed(value, 1);
    }

    /** With the count of the seeds that are averaged, where some are not. */
    private String label(Arm arm) {
        long counted = arm.finished().stream()
                .filter(trial -> shares.parts().stream()
                        .anyMatch(part -> new Measure(part).in(trial).isPresent()))
                .count();
        return arm.label() + arm.counted((int) counted);
    }

    /** What it is made of, for whoever says that it is missing. */
    public static String name(Shares shares) {
        return shares.parts().stream()
                .map(MeasureInfo::heading)
                .collect(Collectors.joining(", ", shares.name() + " (", ")"));
    }
}

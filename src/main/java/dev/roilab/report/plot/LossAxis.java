package dev.roilab.report.plot;

import dev.roilab.claim.Arm;
import dev.roilab.result.TrialResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How much of a loss its plot shows. A training that nearly diverges has losses of 1e10 for a few steps, and an axis
 * that shows them shows nothing else. Where any loss is {@value #FAR} times the upper quartile of those that the trials
 * that learned have recorded, or more, the axis ends a little above the greatest loss that is not; but never below what
 * such trials begin with.
 *
 * @param end infinite where everything is shown
 * @param greatest loss of all; 1 if there is none
 */
record LossAxis(double end, double greatest) {
    private static final double FAR = 5;
    /** Above the greatest loss that is shown, as a part of it. */
    private static final double MARGIN = 0.05;

    /** @param loss name of a term */
    static LossAxis of(List<Arm> arms, String loss) {
        List<TrialResult> all =
                arms.stream().flatMap(arm -> arm.trials().stream()).toList();
        List<TrialResult> learned = all.stream().filter(LossAxis::learned).toList();
        double[] usual = losses(learned.isEmpty() ? all : learned, loss);
        double[] everything = losses(all, loss);
        if (usual.length == 0) {
            return new LossAxis(Double.POSITIVE_INFINITY, 1);
        }
        double[] first = learned.stream()
                .map(trial -> values(trial, loss))
                .filter(values -> values.length > 0)
                .mapToDouble(values -> values[0])
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        double start = first.length == 0 ? 0 : first[first.length / 2];
        double far = Math.max(FAR * usual[usual.length * 3 / 4], start);
        double shown =
                Arrays.stream(everything).filter(value -> value <= far).max().orElse(far);
        boolean fits = everything[everything.length - 1] <= far;
        double greatest = everything[everything.length - 1];
        return new LossAxis(fits ? Double.POSITIVE_INFINITY : shown * (1 + MARGIN), greatest);
    }

    /** By the first term of a system's loss: that of the boxes may rise first, when more regions count as objects. */
    private static boolean learned(TrialResult trial) {
        List<String> names = LossTerm.names(List.of(trial));
        if (!Arm.isFinished(trial) || names.isEmpty()) {
            return false;
        }
        double[] values = values(trial, names.getFirst());
        return values[values.length - 1] < values[0];
    }

    /** In the order of the steps. */
    private static double[] values(TrialResult trial, String loss) {
        return trial.losses().stream()
                .flatMap(point -> point.losses().term(loss).stream())
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    /** Rising. */
    private static double[] losses(List<TrialResult> trials, String loss) {
        return trials.stream()
                .flatMapToDouble(trial -> Arrays.stream(values(trial, loss)))
                .filter(Double::isFinite)
                .sorted()
                .toArray();
    }

    boolean showsAll() {
        return end == Double.POSITIVE_INFINITY;
    }

    /**
     * A curve as far as it is shown.
     *
     * @param steps with a gap, no number, where the curve is above the axis
     * @param losses the same
     * @param left the step at which it first leaves the axis, if it does
     */
    record Curve(List<Double> steps, List<Double> losses, Optional<Double> left) {}

    /** @param points losses by step, in order */
    Curve shown(Map<Integer, Double> points) {
        var line = new Line();
        Optional<Double> left = Optional.empty();
        double lastStep = Double.NaN;
        double lastLoss = Double.NaN;
        for (Map.Entry<Integer, Double> point : points.entrySet()) {
            double step = point.getKey();
            double loss = point.getValue();
            boolean leaves = loss > end && lastLoss <= end;
            boolean returns = loss <= end && lastLoss > end;
            double crossing = lastStep + (step - lastStep) * (end - lastLoss) / (loss - lastLoss);
            if (loss > end && left.isEmpty()) {
                left = Optional.of(leaves ? crossing : step);
            }
            if (leaves) {
                line.add(crossing, end);
                line.add(Double.NaN, Double.NaN);
            } else if (returns) {
                line.add(Double.NaN, Double.NaN);
                line.add(crossing, end);
            }
            if (loss <= end) {
                line.add(step, loss);
            }
            lastStep = step;
            lastLoss = loss;
        }
        return new Curve(line.steps, line.losses, left);
    }

    private static final class Line {
        private final List<Double> steps = new ArrayList<>();
        private final List<Double> losses = new ArrayList<>();

        void add(double step, double loss) {
            steps.add(step);
            losses.add(loss);
        }
    }
}

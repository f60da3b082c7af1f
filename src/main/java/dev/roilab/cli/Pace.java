package dev.roilab.cli;

import java.util.List;

/**
 * How far a study is and how long the rest takes. A trial goes through stretches of steps (proposals, training, test)
 * whose lengths cannot be compared; once a trial has ended well, its time is the measure for the next ones.
 */
final class Pace {
    /** What training takes of a trial's rest while nothing better is known; its test takes what is left then. */
    private static final double TRAINING = 0.9;

    /** What any other stretch takes. */
    private static final double OTHER = 0.2;

    /** Only a trial that has ended is whole. */
    private static final double ALMOST = 0.99;

    private static final String TRAIN = "train";
    private static final String TEST = "test";

    static final double UNKNOWN = -1;

    private int goodTrials;
    private double goodSeconds;
    private long trialStart;
    private List<Integer> trainings = List.of();
    private int training;
    private int lastStep;
    private double trainedSeconds;
    private String stretch = "";
    private long stretchStart;
    private int stretchFrom;
    private double doneBefore;
    private double part;
    private double perSecond;
    private double stretchLeft = UNKNOWN;

    /** Something begins that has steps and is no trial. */
    void begin(long nanos) {
        begin(nanos, List.of());
    }

    /**
     * A trial begins.
     *
     * @param stepsOfTrainings how long each of its trainings is, in order
     */
    void begin(long nanos, List<Integer> stepsOfTrainings) {
        trainings = List.copyOf(stepsOfTrainings);
        training = -1;
        trainedSeconds = 0;
        trialStart = nanos;
        stretch = "";
        doneBefore = 0;
        part = 0;
        perSecond = 0;
        stretchLeft = UNKNOWN;
    }

    /** A trial has ended. */
    void end(long nanos, boolean good) {
        if (good) {
            goodTrials++;
            goodSeconds += seconds(nanos);
        }
    }

    /** Steps of the stretch called {@code name} are done. */
    void stepped(String name, int step, int steps, long nanos) {
        // A second training is called as the first and begins at its first step.
        if (!name.equals(stretch) || step < lastStep) {
            if (stretch.equals(TRAIN)) {
                trainedSeconds += (nanos - stretchStart) / 1e9;
            }
            doneBefore = done();
            training += name.equals(TRAIN) ? 1 : 0;
            stretch = name;
            stretchStart = nanos;
            stretchFrom = step;
        }
        lastStep = step;
        part = (double) step / steps;
        perSecond = (step - stretchFrom) / Math.max(1e-9, (nanos - stretchStart) / 1e9);
        stretchLeft = step > stretchFrom ? (steps - step) / perSecond : UNKNOWN;
    }

    /** Since the trial began. */
    double seconds(long nanos) {
        return (nanos - trialStart) / 1e9;
    }

    /** Of the stretch, in [0, 1]. */
    double stretchPart() {
        return part;
    }

    /** Seconds; {@link #UNKNOWN} at the first step. */
    double stretchLeft() {
        return stretchLeft;
    }

    /** Steps a second; 0 at the first step. */
    double perSecond() {
        return perSecond;
    }

    /** Of the trial, in [0, 1). */
    double trialPart(long nanos) {
        return goodTrials == 0 ? done() : Math.min(ALMOST, seconds(nanos) / usualSeconds());
    }

    private double done() {
        return Math.min(ALMOST, doneBefore + (1 - doneBefore) * share() * part);
    }

    /** Of the stretch, of what was left of the trial when it began. */
    private double share() {
        return switch (stretch) {
            case TRAIN -> {
                int own = training < trainings.size() ? trainings.get(training) : 1;
                yield TRAINING * own / (own + laterSteps());
            }
            case TEST -> 1;
            default -> OTHER;
        };
    }

    /** Of the trainings after the present one. */
    private int laterSteps() {
        return trainings.stream()
                .skip(training + 1L)
                .mapToInt(Integer::intValue)
                .sum();
    }

    /**
     * Seconds for all that a trial has still before it; {@link #UNKNOWN} where neither it nor one before it says:
     * before its first training has a speed.
     */
    double trialLeft(long nanos) {
        if (goodTrials > 0) {
            return Math.max(0, usualSeconds() - seconds(nanos));
        }
        if (stretchLeft < 0 || stretch.equals(TEST) || trainings.isEmpty()) {
            return stretchLeft;
        }
        if (!stretch.equals(TRAIN)) {
            return UNKNOWN;
        }
        double trainingLeft = stretchLeft + laterSteps() / perSecond;
        double wholeTraining = trainedSeconds + (nanos - stretchStart) / 1e9 + trainingLeft;
        return trainingLeft + wholeTraining * (1 - TRAINING) / TRAINING;
    }

    /** Seconds for this trial and {@code after} more. */
    double studyLeft(int after, long nanos) {
        double left = trialLeft(nanos);
        if (left < 0) {
            return UNKNOWN;
        }
        return left + after * (goodTrials == 0 ? seconds(nanos) + left : usualSeconds());
    }

    private double usualSeconds() {
        return goodSeconds / goodTrials;
    }
}

package dev.roilab.cli;

/**
 * How far a study is and how long the rest takes. A trial goes through stretches of steps (proposals, training, test)
 * whose lengths cannot be compared; once a trial has ended well, its time is the measure for the next ones.
 */
final class Pace {
    /** What training takes of a trial's rest while nothing better is known. */
    private static final double TRAINING = 0.9;

    /** What any other stretch takes. */
    private static final double OTHER = 0.2;

    /** Only a trial that has ended is whole. */
    private static final double ALMOST = 0.99;

    static final double UNKNOWN = -1;

    private int goodTrials;
    private double goodSeconds;
    private long trialStart;
    private String stretch = "";
    private long stretchStart;
    private int stretchFrom;
    private double doneBefore;
    private double part;
    private double perSecond;
    private double stretchLeft = UNKNOWN;

    /** A trial begins, or something else that has steps. */
    void begin(long nanos) {
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
        if (!name.equals(stretch)) {
            doneBefore = done();
            stretch = name;
            stretchStart = nanos;
            stretchFrom = step;
        }
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
        return doneBefore + (1 - doneBefore) * (stretch.equals("train") ? TRAINING : OTHER) * part;
    }

    /** Seconds; {@link #UNKNOWN} where neither this trial nor one before it says. */
    double trialLeft(long nanos) {
        return goodTrials == 0 ? stretchLeft : Math.max(0, usualSeconds() - seconds(nanos));
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

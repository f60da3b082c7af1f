package dev.roilab.experiment;

import dev.roilab.experiment.TrialResult.StageTime;
import dev.roilab.timing.StageTimer;
import dev.roilab.timing.TimingSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Times the arms of a study beside each other: whole untimed rounds until every arm's time has settled, then timed
 * rounds in which every arm has its turn. The first arm carries no warm-up of the Java machine, and what changes on the
 * computer meanwhile changes for all.
 */
public final class TimingSession {
    private static final Logger LOG = LoggerFactory.getLogger(TimingSession.class);

    /** Settled: no arm differs from its last round by more than this part. */
    private static final double SETTLED = 0.1;

    /** More do not help on a machine whose speed never settles. */
    private static final int MOST_WARM_UPS = 6;

    private final TimingSettings settings;
    private final TrialExecutor.Progress progress;
    private int turns;
    private int done;

    public TimingSession(TimingSettings settings, TrialExecutor.Progress progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /** Makes an arm ready; it is closed after each turn, so that one at a time is in memory. */
    @FunctionalInterface
    public interface Opener {
        TimedArm open(Trial trial) throws InterruptedException;
    }

    /**
     * Times the arms.
     *
     * @return the laps of each trial, in the given order
     */
    public Map<Trial, StageTimer> time(List<Trial> trials, Opener opener) throws InterruptedException {
        turns = trials.size() * (MOST_WARM_UPS + settings.rounds());
        warmUp(trials, opener);
        done = trials.size() * MOST_WARM_UPS;
        Map<Trial, StageTimer> laps = new LinkedHashMap<>();
        for (int round = 0; round < settings.rounds(); round++) {
            for (Trial trial : trials) {
                laps.computeIfAbsent(trial, _ -> new StageTimer()).addAll(turn(trial, opener, "timing"));
            }
        }
        return laps;
    }

    private void warmUp(List<Trial> trials, Opener opener) throws InterruptedException {
        Map<String, Double> last = new TreeMap<>();
        boolean settled = false;
        for (int round = 0; round < MOST_WARM_UPS && !settled; round++) {
            settled = round > 0;
            for (Trial trial : trials) {
                double now =
                        StageTimer.quantile(turn(trial, opener, "warming up").wholeMilliseconds(), 0.5);
                Double before = last.put(trial.name(), now);
                settled &= before != null && Math.abs(now - before) <= SETTLED * before;
            }
        }
        if (!settled) {
            LOG.warn("the times had not settled after {} rounds: other work on this machine?", MOST_WARM_UPS);
        }
    }

    private StageTimer turn(Trial trial, Opener opener, String what) throws InterruptedException {
        done++;
        progress.stepped(done, turns, what + " " + trial.name());
        try (TimedArm arm = opener.open(trial)) {
            arm.warmUp();
            return arm.round();
        }
    }

    /** The protocol in words, for whoever reads a time. */
    String protocol(int arms, boolean fixedBoxes) {
        return String.format(
                Locale.ROOT,
                "%d images one by one, %d rounds interleaved over %d arms after warm-up, %s, median and p95",
                settings.images(),
                settings.rounds(),
                arms,
                fixedBoxes ? "fixed number of boxes" : "trained weights");
    }

    /** Medians and 95th percentiles by stage, in the order of execution. */
    public static Map<String, StageTime> stages(StageTimer laps) {
        Map<String, StageTime> stages = new LinkedHashMap<>();
        laps.milliseconds().forEach((stage, times) -> stages.put(stage, summary(times)));
        return stages;
    }

    /** Of the whole image; the proposals' times are added lap by lap. */
    public static StageTime image(StageTimer laps, boolean withProposals) {
        List<Double> wholes = new ArrayList<>(laps.wholeMilliseconds());
        List<Double> outside = laps.milliseconds().getOrDefault("proposals", List.of());
        if (withProposals && outside.size() == wholes.size()) {
            for (int i = 0; i < wholes.size(); i++) {
                wholes.set(i, wholes.get(i) + outside.get(i));
            }
        }
        return summary(wholes);
    }

    private static StageTime summary(List<Double> times) {
        return new StageTime(StageTimer.quantile(times, 0.5), StageTimer.quantile(times, 0.95));
    }
}

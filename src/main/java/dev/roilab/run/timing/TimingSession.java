package dev.roilab.run.timing;

import dev.roilab.model.Recipes;
import dev.roilab.proposal.TimedSearch;
import dev.roilab.run.executor.TimedArm;
import dev.roilab.run.executor.TrialExecutor;
import dev.roilab.statistics.Quantile;
import dev.roilab.study.HarnessMeasures;
import dev.roilab.study.Trial;
import dev.roilab.timing.MachineLoad;
import dev.roilab.timing.StageTimer;
import dev.roilab.timing.TimingSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
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
    private Map<String, String> conditions = Map.of();

    public TimingSession(TimingSettings settings, TrialExecutor.Progress progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /** Makes an arm ready; it is closed after each turn, so that one at a time is in memory. */
    @FunctionalInterface
    public interface Opener {
        TimedArm open(Trial trial) throws InterruptedException;

        /**
         * What finds the arm's proposals, the same object for arms that share it; absent where there is nothing to
         * find.
         */
        default Optional<TimedSearch> search(Trial trial) {
            return Optional.empty();
        }
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
        try (MachineLoad load = MachineLoad.watch()) {
            for (int round = 0; round < settings.rounds(); round++) {
                Map<TimedSearch, List<Double>> searched = new LinkedHashMap<>();
                for (Trial trial : trials) {
                    StageTimer all = laps.computeIfAbsent(trial, _ -> new StageTimer());
                    search(trial, opener, searched)
                            .forEach(milliseconds -> all.addOutside(HarnessMeasures.PROPOSALS, milliseconds / 1e3));
                    all.addAll(turn(trial, opener, "timing"));
                }
            }
            conditions = load.facts("");
        }
        return laps;
    }

    /** Load and cores of the machine in the timed rounds. */
    Map<String, String> load() {
        return conditions;
    }

    /** Milliseconds of each image's search: one search a round for all arms that share it; empty if not measured. */
    private List<Double> search(Trial trial, Opener opener, Map<TimedSearch, List<Double>> searched)
            throws InterruptedException {
        Optional<TimedSearch> search = opener.search(trial).filter(TimedSearch::isMeasured);
        if (search.isEmpty()) {
            return List.of();
        }
        if (!searched.containsKey(search.get())) {
            progress.stepped(done, turns, "timing the proposals of " + trial.name());
        }
        return searched.computeIfAbsent(search.get(), TimedSearch::milliseconds);
    }

    private void warmUp(List<Trial> trials, Opener opener) throws InterruptedException {
        Map<String, Double> last = new TreeMap<>();
        boolean settled = false;
        for (int round = 0; round < MOST_WARM_UPS && !settled; round++) {
            settled = round > 0;
            for (Trial trial : trials) {
                double now = Quantile.of(turn(trial, opener, "warming up").wholeMilliseconds(), 0.5);
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
    public static String protocol(TimingSettings settings, int processes, List<Trial> arms, boolean untrained) {
        boolean searched = arms.stream()
                .map(arm -> arm.settings().model())
                .anyMatch(model -> Recipes.of(model).proposals(model).isPresent());
        String findings = arms.stream()
                .map(arm -> Recipes.of(arm.settings().model()).untrained())
                .distinct()
                .collect(Collectors.joining(" or "));
        return String.format(
                Locale.ROOT,
                "%s one by one, %s interleaved over %s after warm-up, %s%s, median and p95 in %s",
                counted(settings.images(), "image"),
                counted(settings.rounds(), "round"),
                counted(arms.size(), "arm"),
                untrained ? findings : "trained weights",
                searched ? ", proposals searched in each round on one thread" : "",
                processes == 1 ? "1 process" : processes + " fresh processes");
    }

    private static String counted(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}

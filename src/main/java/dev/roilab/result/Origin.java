package dev.roilab.result;

import dev.roilab.result.code.SystemCode;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which program a result comes from, in words; and what a report's reader must know about it, as facts. */
public final class Origin {
    /** Fact of a result whose key is not the one that the study's last run asked for. */
    static final String EARLIER = "earlier_version";

    /** Fact of a result of other settings than the study's file has now: which, with what they were and are. */
    public static final String OTHER_SETTINGS = "other_settings";

    /** Fact of every trial of a study whose file no longer has some trials that have results: how many, and which. */
    public static final String LEFT_OUT = "left_out";

    /** Fact of a result that no checksum of its own protects. */
    static final String UNSEALED = "own_checksum";

    /** Fact of a result whose file of times is not what was written: what is wrong with it. */
    public static final String TIMING_DAMAGE = "timing_damage";

    /** Fact of a result of which a file that it shares with others is not what was written. */
    static final String SHARED_DAMAGE = "shared_damage";

    /** Fact of a result that the last timing session was to time, and did not: why. */
    public static final String TIMING_FAILURE = "timing_failure";

    private static final int SHOWN_DIGITS = 7;

    private Origin() {}

    /**
     * What the reader of a study's report should know about where its results come from: those of other code than this
     * program's, of an earlier plan, and without a checksum of their own, counted.
     */
    public static List<String> notes(StudyResults results) {
        Set<String> now = SystemCode.hashes();
        Map<String, Integer> notes = new LinkedHashMap<>();
        for (TrialResult trial : results.trials()) {
            Map<String, String> facts = trial.provenance();
            String made = facts.get(TrialFolder.KEY_PREFIX + "code");
            if (made != null && !now.contains(made)) {
                notes.merge("made by other code than this program's, of " + of(facts), 1, Integer::sum);
            }
            if (facts.containsKey(EARLIER)) {
                notes.merge("not of the study as it was last run: shown until they have run again", 1, Integer::sum);
            }
            if (facts.containsKey(UNSEALED)) {
                notes.merge("written by an older version, without a checksum of their own", 1, Integer::sum);
            }
            if (facts.containsKey(TIMING_DAMAGE)) {
                notes.merge("shown with the times of their own test: timing.json is damaged", 1, Integer::sum);
            }
            if (facts.containsKey(SHARED_DAMAGE)) {
                notes.merge(
                        "refer to a file that is no more what was written, their numbers stand: "
                                + facts.get(SHARED_DAMAGE),
                        1,
                        Integer::sum);
            }
            if (facts.containsKey(TIMING_FAILURE)) {
                notes.merge(
                        "not timed by the last session, which failed: " + facts.get(TIMING_FAILURE), 1, Integer::sum);
            }
        }
        int all = results.trials().size();
        return notes.entrySet().stream()
                .map(note -> "%d of %d trials %s".formatted(note.getValue(), all, note.getKey()))
                .toList();
    }

    /**
     * Why results cannot be held against each other: some are of the study as it was last run and some are not, as
     * while a run has not come to its end. Then a difference between arms may be one between versions.
     *
     * @param trials those without a result do not count
     */
    public static Optional<String> mixture(Collection<TrialResult> trials) {
        Map<String, Boolean> ended = new LinkedHashMap<>();
        trials.stream()
                .filter(trial -> trial.status() == Status.OK || trial.status() == Status.DIVERGED)
                .forEach(trial -> ended.put(trial.trial(), trial.provenance().containsKey(EARLIER)));
        long earlier = ended.values().stream().filter(is -> is).count();
        return earlier == 0 || earlier == ended.size()
                ? Optional.empty()
                : Optional.of(
                        "%d of %d results are of an earlier version of the study than the others, whose run has not"
                                        .formatted(earlier, ended.size())
                                + " come to its end");
    }

    /**
     * Why results say nothing about the study as its file is now: how many are of which other settings.
     *
     * @param trials those without a result do not count
     */
    public static Optional<String> otherSettings(Collection<TrialResult> trials) {
        Map<String, Set<String>> changed = new LinkedHashMap<>();
        Set<String> all = new LinkedHashSet<>();
        for (TrialResult trial : trials) {
            if (trial.status() == Status.OK || trial.status() == Status.DIVERGED) {
                all.add(trial.trial());
                Optional.ofNullable(trial.provenance().get(OTHER_SETTINGS))
                        .ifPresent(how -> changed.computeIfAbsent(how, _ -> new LinkedHashSet<>())
                                .add(trial.trial()));
            }
        }
        return changed.isEmpty()
                ? Optional.empty()
                : Optional.of(changed.entrySet().stream()
                        .map(entry -> "%d of %d results are of other settings than the study's file has now (%s)"
                                .formatted(entry.getValue().size(), all.size(), entry.getKey()))
                        .collect(Collectors.joining("; ")));
    }

    /** What is stored of the same study and is no part of these results, as their file has no such trials now. */
    public static Optional<String> leftOut(Collection<TrialResult> trials) {
        return trials.stream()
                .flatMap(trial -> Optional.ofNullable(trial.provenance().get(LEFT_OUT)).stream())
                .findFirst();
    }

    /** Commit and day of a result, as {@code 49f6f98 (2026-11-21)}; the day alone where no commit is known. */
    public static String of(StoredResult result) {
        return of(result.head().provenance());
    }

    private static String of(Map<String, String> facts) {
        String day = facts.getOrDefault("start", "an unknown day").replaceFirst("T.*", "");
        return Optional.ofNullable(facts.get("commit"))
                .map(commit -> commit.substring(0, Math.min(SHOWN_DIGITS, commit.length())) + " (" + day + ")")
                .orElse(day);
    }

    /** What is said beside a failure where an older good result was left in its place. */
    static String kept(Optional<StoredResult> older) {
        return older.map(result -> "; the earlier result, of " + of(result) + ", is kept in the trial's folder")
                .orElse("");
    }

    /**
     * A result with what must be said about it among its facts.
     *
     * @param study folder of the study's results
     * @param asked key that the study's last run asked for, where it is known
     * @param untimed the failure of the study's last timing session, where it failed
     */
    static TrialResult marked(
            Path study,
            TrialFolder folder,
            TrialResult result,
            Optional<String> asked,
            Optional<TimingFailure> untimed) {
        Map<String, String> facts = new LinkedHashMap<>(result.provenance());
        folder.stored().ifPresent(stored -> {
            asked.filter(key -> !key.equals(stored.key())).ifPresent(_ -> facts.put(EARLIER, of(stored)));
            if (!stored.sealed()) {
                facts.put(UNSEALED, "no");
            }
            new SharedFiles(study).text(stored).ifPresent(damage -> facts.put(SHARED_DAMAGE, damage));
            untimed.filter(failure -> failure.concerns(stored.key()))
                    .ifPresent(failure -> facts.put(TIMING_FAILURE, failure.words()));
        });
        folder.timingDamage().ifPresent(damage -> facts.put(TIMING_DAMAGE, damage));
        return result.withProvenance(facts);
    }
}

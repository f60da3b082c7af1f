package dev.roilab.run.key;

import dev.roilab.result.SharedFiles;
import dev.roilab.result.Status;
import dev.roilab.result.StoredResult;
import dev.roilab.result.Timing;
import dev.roilab.result.TrialFolder;
import dev.roilab.result.TruthFile;
import dev.roilab.study.Trial;
import dev.roilab.yaml.Spelling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Says why a trial's stored result is, or is not, reused: which parts of its key differ, down to the setting. */
public final class Explanation {
    /** Begins the line that is no reason to run: the step of the checkpoint stands after it. */
    public static final String GOES_ON = "goes on after step ";

    /** What trains a trial once more, for whoever knows the whole command and the trial's name to put them in. */
    public static final String AGAIN = "run with --again TRIAL";

    /** Enough of a hash to tell two apart by eye. */
    private static final int SHOWN_DIGITS = 12;

    /** A part of the keys of older versions, which had one hash for all inputs. */
    private static final String ALL_INPUTS = "inputs";

    /** Ends a line that plans need not repeat: results are published without pictures. */
    public static final String NO_DAMAGE = " not here: no damage, reports show the images that are";

    private static final String OWN_TIMES = ": its times are those of its own test";

    private final Trial trial;
    private final TrialKey key;
    private final Path path;
    private final TrialFolder folder;

    private Explanation(Trial trial, TrialKey key, Path path) {
        this.trial = trial;
        this.key = key;
        this.path = path;
        this.folder = new TrialFolder(path);
    }

    /**
     * One line for each reason.
     *
     * @param path of the trial's folder
     */
    public static List<String> of(Trial trial, TrialKey key, Path path) {
        return new Explanation(trial, key, path).lines();
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (folder.holds(key.hash())) {
            lines.add("reused: its result is whole and its key is the same");
            folder.changedWeights(false)
                    .forEach(changed -> lines.add(changed + "; its numbers stand; to train it again: " + AGAIN));
            folder.changedPictures()
                    .forEach(name -> lines.add(name
                            + " was changed after it was written; reports do not draw it; its numbers stand; to make it"
                            + " again: " + AGAIN));
            missingPictures().ifPresent(lines::add);
            untimed().ifPresent(lines::add);
            folder.stored()
                    .flatMap(stored -> new SharedFiles(study()).text(stored))
                    .ifPresent(damage -> lines.add(damage + "; its numbers stand; run writes the file anew"));
        } else {
            lines.addAll(reasons());
            folder.stored().flatMap(stored -> TruthFile.damage(study(), stored)).ifPresent(lines::add);
        }
        folder.stored()
                .filter(stored -> !stored.sealed())
                .ifPresent(_ -> lines.add("its result has no checksum of its own: an older version wrote it"));
        return lines;
    }

    private Optional<String> missingPictures() {
        List<String> missing = folder.missingPictures();
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(missing.getFirst()
                        + (missing.size() == 1 ? "" : " and " + (missing.size() - 1) + " more")
                        + NO_DAMAGE);
    }

    /** Why the times are not those of a session, where the study's others have them. */
    private Optional<String> untimed() {
        Optional<String> damage = folder.timingDamage();
        if (damage.isPresent()) {
            return damage.map(text -> text + OWN_TIMES);
        }
        Optional<String> key = folder.stored().map(StoredResult::key);
        Optional<Timing> timing = folder.timing();
        if (timing.isPresent()) {
            return timing.filter(times -> !key.equals(Optional.of(times.key())))
                    .map(_ -> Timing.FILE + " is of another result" + OWN_TIMES);
        }
        try (Stream<Path> siblings = Files.list(study())) {
            return siblings.anyMatch(other -> Files.exists(other.resolve(Timing.FILE)))
                    ? Optional.of(Timing.FILE + " is missing, and others of the study have one" + OWN_TIMES)
                    : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private Path study() {
        return path.resolveSibling(".").normalize();
    }

    private List<String> reasons() {
        List<String> reasons = new ArrayList<>();
        List<String> damage = folder.damage();
        damage.forEach(file -> reasons.add("runs: its result is damaged: " + file));
        if (!damage.isEmpty()) {
            reasons.add("a run trains it again; to keep its result, put back what was written, from git or a copy");
        }
        Status status = folder.status();
        switch (status) {
            case PLANNED -> reasons.add("runs: it has no folder yet");
            case RUNNING -> reasons.add("is running: another process works on it");
            case OK, DAMAGED -> {
                // Then the key differs or a file does; said above and below.
            }
            case DIVERGED, OUT_OF_MEMORY, INTERRUPTED, DATA_ERROR, UNAVAILABLE, CRASHED ->
                reasons.add("runs: its last attempt has no result (%s)".formatted(Spelling.word(status)));
        }
        folder.stored().ifPresent(stored -> reasons.addAll(differences(stored)));
        folder.checkpoint(key.hash()).ifPresent(step -> reasons.add(GOES_ON + step));
        return reasons;
    }

    private List<String> differences(StoredResult stored) {
        Map<String, String> before = new TreeMap<>();
        stored.head().provenance().forEach((name, value) -> {
            if (name.startsWith(TrialFolder.KEY_PREFIX)) {
                before.put(name.substring(TrialFolder.KEY_PREFIX.length()), value);
            }
        });
        boolean older = before.containsKey(ALL_INPUTS);
        List<String> lines = new ArrayList<>();
        for (ChangedSetting changed : ChangedSetting.all(trial, folder)) {
            lines.add("runs: settings: " + changed.words());
        }
        if (lines.isEmpty()
                && !older
                && !before.getOrDefault("settings", "").equals(key.parts().get("settings"))) {
            lines.add("runs: settings: differ from those of the stored result");
        }
        var names = new TreeSet<>(before.keySet());
        names.addAll(key.parts().keySet());
        names.remove("settings");
        for (String name : names) {
            String was = before.getOrDefault(name, "absent");
            String is = key.parts().getOrDefault(name, "absent");
            if (name.equals("code") && !was.equals(is)) {
                lines.add("runs: " + CodeChange.text(stored, path.resolveSibling("."), was, TrialKey.code(trial)));
            } else if (!was.equals(is) && !(older && isNew(name, was, is))) {
                lines.add(difference(name, was, is));
            }
        }
        if (lines.isEmpty() && !stored.key().equals(key.hash())) {
            lines.add("runs: key: it is of an older version, which made it otherwise");
        }
        return lines;
    }

    /** Parts that only one of two versions of keys has, or that they write differently, tell of no change. */
    private static boolean isNew(String name, String was, String is) {
        return was.equals("absent") || is.equals("absent") || name.equals("libraries");
    }

    private static String difference(String name, String was, String is) {
        return switch (name) {
            case "seed", "libraries" -> "runs: %s: was %s, is %s".formatted(name, was, is);
            default ->
                "runs: %s: another content (was %s, is %s)".formatted(name.replace('_', ' '), digits(was), digits(is));
        };
    }

    private static String digits(String hash) {
        return hash.substring(0, Math.min(SHOWN_DIGITS, hash.length()));
    }
}

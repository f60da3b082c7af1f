package dev.roilab.run.key;

import dev.roilab.result.SharedFiles;
import dev.roilab.result.Status;
import dev.roilab.result.StoredResult;
import dev.roilab.result.TrialFolder;
import dev.roilab.result.TruthFile;
import dev.roilab.study.Trial;
import dev.roilab.yaml.Spelling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

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
            folder.timingDamage().ifPresent(damage -> lines.add(damage + ": its times are those of its own test"));
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
            case DIVERGED, OUT_OF_MEMORY, INTERRUPTED, DATA_ERROR, CRASHED ->
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

package dev.roilab.experiment;

import dev.roilab.yaml.Problems;
import dev.roilab.yaml.Spelling;
import dev.roilab.yaml.YamlNode;
import dev.roilab.yaml.YamlReader;
import dev.roilab.yaml.YamlWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Says why a trial's stored result is, or is not, reused: which parts of its key differ, down to the setting. */
public final class Explanation {
    /** Enough of a hash to tell two apart by eye. */
    private static final int SHOWN_DIGITS = 12;

    private Explanation() {}

    /**
     * One line for each reason.
     *
     * @param path of the trial's folder
     */
    public static List<String> of(Trial trial, TrialKey key, Path path) {
        var folder = new TrialFolder(path);
        Status status = folder.status();
        if (folder.holds(key.hash())) {
            return List.of("reused: its result is whole and its key is the same");
        }
        List<String> reasons = new ArrayList<>();
        switch (status) {
            case PLANNED -> reasons.add("runs: it has no folder yet");
            case RUNNING -> reasons.add("is running: another process works on it");
            case OK -> {
                // Then the key must differ; said below.
            }
            case DIVERGED, OUT_OF_MEMORY, INTERRUPTED, DATA_ERROR, CRASHED ->
                reasons.add("runs: its last attempt has no result (%s)".formatted(word(status)));
        }
        Map<String, String> stored = folder.keyParts();
        key.parts().forEach((name, now) -> {
            String before = stored.get(name);
            if (before != null && !before.equals(now)) {
                reasons.addAll(difference(name, before, now, trial, path));
            }
        });
        folder.checkpoint(key.hash()).ifPresent(step -> reasons.add("goes on after step " + step));
        return reasons;
    }

    private static String word(Status status) {
        return Spelling.word(status);
    }

    private static List<String> difference(String name, String before, String now, Trial trial, Path path) {
        return switch (name) {
            case "settings" -> settings(trial, path);
            case "libraries", "seed" -> List.of("runs: %s: was %s, is %s".formatted(name, before, now));
            case "inputs" ->
                List.of("runs: inputs: the data set, stored proposals or weights have another content (was %s, is %s)"
                        .formatted(digits(before), digits(now)));
            case "code" ->
                List.of("runs: code: the program's computing classes changed (was %s, is %s)"
                        .formatted(digits(before), digits(now)));
            default -> List.of("runs: %s: was %s, is %s".formatted(name, before, now));
        };
    }

    private static String digits(String hash) {
        return hash.substring(0, Math.min(SHOWN_DIGITS, hash.length()));
    }

    private static List<String> settings(Trial trial, Path path) {
        Path file = path.resolve("resolved.yaml");
        Optional<YamlNode> before = Optional.empty();
        try {
            before = YamlReader.read(file.toString(), Files.readString(file), new Problems());
        } catch (IOException _) {
            // Without the file the settings can only be called different.
        }
        if (before.isEmpty()) {
            return List.of("runs: settings: differ from those of the stored result");
        }
        Map<String, String> old = leaves(before.get());
        Map<String, String> current = leaves(YamlWriter.tree(trial.settings()));
        old.keySet().removeAll(List.of("study", "question", "seeds"));
        List<String> lines = new ArrayList<>();
        var paths = new TreeSet<>(old.keySet());
        paths.addAll(current.keySet());
        for (String key : paths) {
            String was = old.getOrDefault(key, "absent");
            String is = current.getOrDefault(key, "absent");
            if (!was.equals(is)) {
                lines.add("runs: settings: %s: was %s, is %s".formatted(key, was, is));
            }
        }
        return lines;
    }

    private static Map<String, String> leaves(YamlNode tree) {
        Map<String, String> leaves = new TreeMap<>();
        collect("", tree, leaves);
        return leaves;
    }

    private static void collect(String path, YamlNode node, Map<String, String> leaves) {
        if (node instanceof YamlNode.Mapping mapping) {
            mapping.entries()
                    .forEach((key, entry) -> collect(path.isEmpty() ? key : path + "." + key, entry.value(), leaves));
        } else if (node instanceof YamlNode.Scalar scalar) {
            leaves.put(path, scalar.text());
        } else {
            leaves.put(path, YamlWriter.canonical(node));
        }
    }
}

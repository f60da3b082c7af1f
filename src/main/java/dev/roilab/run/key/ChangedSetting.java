package dev.roilab.run.key;

import dev.roilab.result.TrialFolder;
import dev.roilab.study.Trial;
import dev.roilab.yaml.Problems;
import dev.roilab.yaml.YamlNode;
import dev.roilab.yaml.YamlReader;
import dev.roilab.yaml.YamlWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A setting in which a trial and its stored result differ.
 *
 * @param was of the result; {@code absent} if it had none
 * @param is of the trial
 */
public record ChangedSetting(String path, String was, String is) {
    private static final String ABSENT = "absent";

    /** Such as {@code train.rate: was 0.02, is 0.01}. */
    public String words() {
        return "%s: was %s, is %s".formatted(path, was, is);
    }

    /**
     * The settings that differ, by path; where a file lies is none. Without the result's settings, or with a file of
     * them that was edited, none is known.
     */
    public static List<ChangedSetting> of(Trial trial, TrialFolder folder) {
        Optional<YamlNode> before = folder.content(TrialFolder.RESOLVED)
                .map(content -> new String(content, StandardCharsets.UTF_8))
                .flatMap(text -> YamlReader.read(TrialFolder.RESOLVED, text, new Problems()));
        if (!(before.orElse(null) instanceof YamlNode.Mapping stored)) {
            return List.of();
        }
        Map<String, String> old = leaves(TrialKey.withoutPlaces(stored));
        Map<String, String> current = leaves(TrialKey.withoutPlaces(YamlWriter.tree(trial.settings())));
        old.keySet().removeAll(List.of("study", "question", "seeds"));
        List<ChangedSetting> changed = new ArrayList<>();
        var paths = new TreeSet<>(old.keySet());
        paths.addAll(current.keySet());
        for (String path : paths) {
            String was = old.getOrDefault(path, ABSENT);
            String is = current.getOrDefault(path, ABSENT);
            if (!was.equals(is)) {
                changed.add(new ChangedSetting(path, was, is));
            }
        }
        return changed;
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

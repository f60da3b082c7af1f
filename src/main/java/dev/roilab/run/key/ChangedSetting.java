package dev.roilab.run.key;

import dev.roilab.result.TrialFolder;
import dev.roilab.result.code.SystemCode;
import dev.roilab.study.Trial;
import dev.roilab.study.place.MovedKeys;
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
 * @param mayBeNew whether the key may have come or gone with a version, which then no file has changed
 */
record ChangedSetting(String path, String was, String is, boolean mayBeNew) {
    private static final String ABSENT = "absent";

    /** Such as {@code train.rate: was 0.02, is 0.01}. */
    String words() {
        return "%s: was %s, is %s".formatted(path, was, is);
    }

    /**
     * The settings that differ, by path; where a file lies is none, and neither is a key that the version which made
     * the result may not have known, or that this one does not. Without the result's settings, or with a file of them
     * that was edited, none is known.
     */
    static List<ChangedSetting> of(Trial trial, TrialFolder folder) {
        return all(trial, folder).stream()
                .filter(changed -> !changed.mayBeNew())
                .toList();
    }

    /** Those of keys that may have come or gone with a version, too. */
    static List<ChangedSetting> all(Trial trial, TrialFolder folder) {
        Optional<YamlNode> before = folder.content(TrialFolder.RESOLVED)
                .map(content -> new String(content, StandardCharsets.UTF_8))
                .flatMap(text -> YamlReader.read(TrialFolder.RESOLVED, text, new Problems()));
        if (!(before.orElse(null) instanceof YamlNode.Mapping stored)) {
            return List.of();
        }
        Map<String, String> old = leaves(TrialKey.withoutPlaces(MovedKeys.atPresentPlaces(stored)));
        YamlNode.Mapping present = YamlWriter.tree(trial.settings());
        Map<String, String> current = leaves(TrialKey.withoutPlaces(present));
        boolean sameCode = folder.stored()
                .map(result -> result.head().provenance().getOrDefault(TrialFolder.KEY_PREFIX + "code", ""))
                .filter(SystemCode.hashes()::contains)
                .isPresent();
        old.keySet().removeAll(List.of("study", "question", "seeds"));
        List<ChangedSetting> changed = new ArrayList<>();
        var paths = new TreeSet<>(old.keySet());
        paths.addAll(current.keySet());
        for (String path : paths) {
            String was = old.getOrDefault(path, ABSENT);
            String is = current.getOrDefault(path, ABSENT);
            if (!was.equals(is)) {
                boolean mayBeNew = !sameCode && (was.equals(ABSENT) || is.equals(ABSENT));
                changed.add(new ChangedSetting(path, was, is, mayBeNew));
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

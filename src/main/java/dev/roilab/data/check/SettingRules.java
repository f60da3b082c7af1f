package dev.roilab.data.check;

import dev.roilab.yaml.Ranges;
import java.util.HashSet;
import java.util.List;

/** What the kinds of {@code data} blocks ask of their keys alike; a problem is a line that begins with its key. */
public final class SettingRules {
    private SettingRules() {}

    /**
     * The last of a block's rules, since all have these two keys: the longer side is at least the shorter one.
     *
     * @param problems all others
     * @throws IllegalArgumentException with all of them, if there are any
     */
    public static void throwAny(List<String> problems, int shorterSide, int longerSide) {
        require(
                problems,
                longerSide >= shorterSide,
                "longer_side must be >= shorter_side (" + shorterSide + ")",
                longerSide);
        Ranges.throwAny(problems);
    }

    /** Some names, each once, none of them with what files do not keep. */
    public static void requireNames(List<String> problems, String key, List<String> names) {
        require(problems, !names.isEmpty(), key + " must have at least one entry", names);
        require(problems, new HashSet<>(names).size() == names.size(), key + " must not repeat a name", names);
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            String place = key + "." + (i + 1);
            if (name.isBlank()) {
                problems.add(place + " is an empty name");
            } else if (name.chars().anyMatch(Character::isISOControl)) {
                problems.add("%s '%s' has a tab or another sign that cannot be printed"
                        .formatted(place, name.replaceAll("\\p{Cntrl}", " ")));
            } else if (!name.equals(name.strip())) {
                problems.add("%s '%s' begins or ends with a blank, which files do not keep".formatted(place, name));
            }
        }
    }

    /** @param rule in words, its key first */
    public static void require(List<String> problems, boolean holds, String rule, Object value) {
        if (!holds) {
            problems.add(rule + ", got " + value);
        }
    }
}

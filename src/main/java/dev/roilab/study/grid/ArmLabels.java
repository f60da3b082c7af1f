package dev.roilab.study.grid;

import dev.roilab.yaml.Position;
import dev.roilab.yaml.Problems;
import dev.roilab.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reports, claims and folders tell arms by their names, whatever these are; but people must be able to write them, and
 * to tell them apart.
 */
final class ArmLabels {
    private ArmLabels() {}

    /**
     * Looks at the names of one axis.
     *
     * @param arms a map of named ones, or a list of values
     * @param listed the values of a list by the names that they are given
     */
    static void require(YamlNode arms, Map<String, YamlNode> listed, Problems problems) {
        Map<String, Position> places = new LinkedHashMap<>();
        if (arms instanceof YamlNode.Mapping named) {
            named.entries().forEach((name, entry) -> places.put(name, entry.position()));
        } else {
            listed.forEach((name, value) -> places.put(name, value.position()));
        }
        Map<String, String> alike = new LinkedHashMap<>();
        places.forEach((name, place) -> {
            Optional<String> problem = problem(name);
            problem.ifPresent(text -> problems.add(place, text));
            String twin = alike.putIfAbsent(seen(name), name);
            if (twin != null && problem.isEmpty()) {
                problems.add(place, twins(twin, places.getOrDefault(twin, place), name));
            }
        });
    }

    private static Optional<String> problem(String name) {
        if (name.isEmpty()) {
            return Optional.of("'' is no name for an arm: give it one");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            return Optional.of("the arm '%s' has a line break or another sign that cannot be printed"
                    .formatted(name.replaceAll("\\p{Cntrl}", " ")));
        }
        return isBlank(name.codePointAt(0)) || isBlank(name.codePointBefore(name.length()))
                ? Optional.of(
                        "the arm '%s' begins or ends with a blank, which claims and tables do not keep".formatted(name))
                : Optional.empty();
    }

    private static boolean isBlank(int sign) {
        return Character.isSpaceChar(sign)
                || Character.isWhitespace(sign)
                || Character.getType(sign) == Character.FORMAT;
    }

    /** As a reader of a table takes it: no case, one blank for several, no signs without a width. */
    private static String seen(String name) {
        return name.replaceAll("\\p{Cf}", "").replaceAll("[\\s\\p{Z}]+", " ").toLowerCase(Locale.ROOT);
    }

    private static String twins(String first, Position place, String second) {
        boolean caseAlone = first.equalsIgnoreCase(second);
        return "arms '%s' (line %d) and '%s' differ in %s; name one otherwise"
                .formatted(
                        first,
                        place.line(),
                        second,
                        caseAlone
                                ? "upper and lower case alone, which some file systems take for one folder"
                                : "blanks or case alone, which no reader of a table can tell");
    }
}

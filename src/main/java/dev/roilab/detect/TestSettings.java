package dev.roilab.detect;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The {@code test} block of a study.
 *
 * @param scales of the images, each region taken from the one that suits it; absent: the data's size alone
 * @param similar groups of classes that are easily taken for one another, by which kinds of errors are told apart;
 *     absent: none
 */
public record TestSettings(Optional<ScaleSettings> scales, Optional<List<List<String>>> similar) {
    /** The data's size alone, and no similar classes. */
    public static final TestSettings ONE_SCALE = new TestSettings(Optional.empty());

    /** No classes are similar. */
    public TestSettings(Optional<ScaleSettings> scales) {
        this(scales, Optional.empty());
    }

    public TestSettings {
        similar = similar.map(groups -> groups.stream().map(List::copyOf).toList());
        similar.ifPresent(TestSettings::requireGroups);
    }

    private static void requireGroups(List<List<String>> groups) {
        if (groups.isEmpty()) {
            throw new IllegalArgumentException(
                    "similar must have at least one group; leave it out where there is none");
        }
        for (int place = 0; place < groups.size(); place++) {
            if (new HashSet<>(groups.get(place)).size()
                    < Math.max(2, groups.get(place).size())) {
                throw new IllegalArgumentException("similar.%d must name at least two classes, each once, got %s"
                        .formatted(place + 1, groups.get(place)));
            }
        }
    }

    /** Names in {@link #similar} that are no class of the data. */
    public Set<String> unknown(List<String> classes) {
        Set<String> unknown = new TreeSet<>();
        similar.orElse(List.of()).forEach(unknown::addAll);
        classes.forEach(unknown::remove);
        return unknown;
    }

    /** The similar classes by their labels. */
    public List<Set<Integer>> similarLabels(List<String> classes) {
        List<Set<Integer>> groups = new ArrayList<>();
        for (List<String> group : similar.orElse(List.of())) {
            Set<Integer> labels = new HashSet<>();
            group.forEach(name -> labels.add(classes.indexOf(name)));
            groups.add(Set.copyOf(labels));
        }
        return List.copyOf(groups);
    }
}

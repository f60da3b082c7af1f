package dev.roilab.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keys of a block whose values change nothing, given what its other keys are: settings that differ in them alone mean
 * the same.
 *
 * @param keys or paths below the block, joined by dots
 * @param meaning what stands for their values, the same for all values that do the same; absent: nothing reads them
 * @param why in words, after the keys
 */
public record Unread(List<String> keys, Optional<String> meaning, String why) {
    public Unread {
        keys = List.copyOf(keys);
    }

    /** Nothing reads them. */
    public static Unread keys(String why, String... keys) {
        return new Unread(List.of(keys), Optional.empty(), why);
    }

    /** A key that says what would be done without it; none where it says something else or is left out. */
    public static <T> List<Unread> asDefault(String key, Optional<T> value, T usual) {
        return value.filter(usual::equals).isEmpty()
                ? List.of()
                : List.of(keys(YamlWriter.write(usual) + " is what leaving it out means", key));
    }

    /**
     * Values of which several do the same.
     *
     * @param meaning equal for those that do
     */
    public static Unread same(String why, Object meaning, String... keys) {
        return new Unread(List.of(keys), Optional.of(String.valueOf(meaning)), why);
    }

    /** All that a record and the records in it say of themselves, inner ones first, with paths that start at it. */
    public static List<Unread> in(Record record) {
        List<Unread> all = new ArrayList<>();
        RecordTree.visit(record, (prefix, each) -> {
            if (each instanceof PartlyRead partly) {
                partly.unread().forEach(unread -> all.add(unread.below(prefix)));
            }
        });
        return List.copyOf(all);
    }

    private Unread below(String prefix) {
        return new Unread(keys.stream().map(key -> prefix + key).toList(), meaning, why);
    }

    /** The tree without what changes nothing. */
    public YamlNode.Mapping dropFrom(YamlNode.Mapping tree) {
        YamlNode.Mapping left = tree;
        for (String key : keys) {
            left = left.withoutPath(key);
        }
        return meaning.isPresent()
                        && left.mergeAt(keys.getFirst(), YamlWriter.node(meaning.get()))
                                instanceof YamlNode.Mapping filled
                ? filled
                : left;
    }

    /** Whether all of its keys lie in blocks that the other one names. */
    public boolean isInside(Unread other) {
        return keys.stream().allMatch(key -> other.keys.stream().anyMatch(block -> key.startsWith(block + ".")));
    }

    /** For people. */
    public String text() {
        return (meaning.isEmpty() ? "not read: " : "") + String.join(" and ", keys) + ": " + why;
    }
}

package dev.roilab.study.place;

import dev.roilab.yaml.Problems;
import dev.roilab.yaml.YamlNode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Refuses what a study has at an old place: settings, and the paths by which it speaks of them. It gives back a
 * document that has them at their new places, so that all other mistakes are found in the same reading.
 */
public final class MovedInStudy {
    private final Problems problems;

    /** The new places of what is varied. */
    private final Set<String> varied = new HashSet<>();

    private MovedInStudy(Problems problems) {
        this.problems = problems;
    }

    /** The document as it should have been written; a problem for each place in it. */
    public static YamlNode.Mapping refuse(YamlNode.Mapping document, Problems problems) {
        var moved = new MovedInStudy(problems);
        moved.vary(document);
        if (document.value("when").orElse(null) instanceof YamlNode.Sequence when) {
            when.elements().forEach(moved::vary);
        }
        YamlNode.Mapping tree = moved.settings(document);
        tree = at(tree, "vary", moved::axes);
        tree = at(tree, "arms", arms -> eachValue(arms, moved::changes));
        tree = at(tree, "when", list -> elements(list, moved::when));
        tree = at(tree, "exclude", list -> elements(list, moved::variedPaths));
        tree = at(tree, "claims", list -> elements(list, moved::claim));
        return at(tree, "report", report -> at(report, "tables", list -> elements(list, moved::table)));
    }

    /** The same of an option. */
    public static SettingOverride refuse(SettingOverride override, Problems problems) {
        String path = MovedKeys.path(override.path());
        if (path.equals(override.path())) {
            return override;
        }
        MovedKeys.refuse(override.value().position(), override.path(), problems);
        return new SettingOverride(override.source(), path, override.value());
    }

    private void vary(YamlNode owner) {
        if (owner.at("vary").orElse(null) instanceof YamlNode.Mapping axes) {
            axes.entries().keySet().forEach(path -> varied.add(MovedKeys.path(path)));
        }
    }

    /**
     * Whether a path that chooses among arms has moved. One that the study does not vary by its new name either is
     * unknown, as its reader says; where that setting stands now would be no help.
     */
    private boolean isMovedAxis(String path) {
        return !MovedKeys.path(path).equals(path) && varied.contains(MovedKeys.path(path));
    }

    private YamlNode.Mapping settings(YamlNode.Mapping document) {
        YamlNode.Mapping tree = document;
        for (Map.Entry<String, String> place : MovedKeys.PLACES.entrySet()) {
            String old = place.getKey();
            var entry = MovedKeys.entry(tree, old);
            if (entry.isPresent()) {
                MovedKeys.refuse(entry.get().position(), old, problems);
                tree = (YamlNode.Mapping) tree.withoutPath(old)
                        .mergeAt(place.getValue(), entry.get().value());
            }
        }
        return tree;
    }

    /** Paths with the values that they take in turn. */
    private YamlNode axes(YamlNode node) {
        YamlNode inside = node instanceof YamlNode.Mapping axes
                ? withValues(axes, (path, value) -> switch (value) {
                    case YamlNode.Mapping arms -> eachValue(arms, arm -> block(path, arm));
                    default -> elements(value, arm -> block(path, arm));
                })
                : node;
        return paths(inside);
    }

    /** Paths with a value each. */
    private YamlNode changes(YamlNode node) {
        return paths(node instanceof YamlNode.Mapping changes ? withValues(changes, this::block) : node);
    }

    /** A block that a path is set to; what has moved out of it has no place in it. */
    private YamlNode block(String path, YamlNode value) {
        YamlNode left = value;
        for (String old : MovedKeys.PLACES.keySet()) {
            if (old.startsWith(path + ".") && left instanceof YamlNode.Mapping inner) {
                String rest = old.substring(path.length() + 1);
                var entry = MovedKeys.entry(inner, rest);
                if (entry.isPresent()) {
                    MovedKeys.refuse(entry.get().position(), old, problems);
                    left = inner.withoutPath(rest);
                }
            }
        }
        return left;
    }

    private YamlNode when(YamlNode node) {
        YamlNode changed = at(node, "if", this::variedPaths);
        changed = at(changed, "vary", this::axes);
        return at(changed, "set", this::changes);
    }

    private YamlNode claim(YamlNode node) {
        YamlNode changed = at(node, "where", this::variedPaths);
        return at(changed, "that", that -> {
            if (that instanceof YamlNode.Scalar scalar
                    && !MovedKeys.formula(scalar.text()).equals(scalar.text())) {
                String text = MovedKeys.formula(scalar.text());
                problems.addMended(scalar.position(), "a setting moved: write %s".formatted(text));
                return new YamlNode.Scalar(scalar.position(), text, scalar.quoted());
            }
            return that;
        });
    }

    private YamlNode table(YamlNode node) {
        return at(at(node, "rows", this::path), "columns", this::path);
    }

    private YamlNode path(YamlNode node) {
        if (node instanceof YamlNode.Scalar scalar && isMovedAxis(scalar.text())) {
            MovedKeys.refuse(scalar.position(), scalar.text(), problems);
            return new YamlNode.Scalar(scalar.position(), MovedKeys.path(scalar.text()), scalar.quoted());
        }
        return node;
    }

    /** A map whose keys are paths. */
    private YamlNode paths(YamlNode node) {
        return paths(node, path -> !MovedKeys.path(path).equals(path));
    }

    /** A map whose keys are varied paths. */
    private YamlNode variedPaths(YamlNode node) {
        return paths(node, this::isMovedAxis);
    }

    private YamlNode paths(YamlNode node, Predicate<String> moves) {
        if (!(node instanceof YamlNode.Mapping mapping)) {
            return node;
        }
        Map<String, YamlNode.Entry> renamed = new LinkedHashMap<>();
        mapping.entries().forEach((path, entry) -> {
            if (moves.test(path)) {
                MovedKeys.refuse(entry.position(), path, problems);
            }
            renamed.put(moves.test(path) ? MovedKeys.path(path) : path, entry);
        });
        return new YamlNode.Mapping(mapping.position(), renamed);
    }

    /** What a value becomes, by the path that it stands under. */
    private interface Change {
        YamlNode of(String path, YamlNode value);
    }

    private static YamlNode.Mapping withValues(YamlNode.Mapping mapping, Change change) {
        Map<String, YamlNode.Entry> changed = new LinkedHashMap<>();
        mapping.entries()
                .forEach((key, entry) ->
                        changed.put(key, new YamlNode.Entry(entry.position(), change.of(key, entry.value()))));
        return new YamlNode.Mapping(mapping.position(), changed);
    }

    private static YamlNode eachValue(YamlNode node, UnaryOperator<YamlNode> change) {
        return node instanceof YamlNode.Mapping mapping ? withValues(mapping, (_, value) -> change.apply(value)) : node;
    }

    private static YamlNode elements(YamlNode node, UnaryOperator<YamlNode> change) {
        if (!(node instanceof YamlNode.Sequence sequence)) {
            return node;
        }
        List<YamlNode> changed = sequence.elements().stream().map(change).toList();
        return new YamlNode.Sequence(sequence.position(), changed);
    }

    private static YamlNode.Mapping at(YamlNode.Mapping owner, String key, UnaryOperator<YamlNode> change) {
        return owner.value(key).isEmpty()
                ? owner
                : withValues(owner, (name, value) -> name.equals(key) ? change.apply(value) : value);
    }

    private static YamlNode at(YamlNode owner, String key, UnaryOperator<YamlNode> change) {
        return owner instanceof YamlNode.Mapping mapping ? at(mapping, key, change) : owner;
    }
}

package dev.roilab.study.place;

import dev.roilab.yaml.Position;
import dev.roilab.yaml.Problems;
import dev.roilab.yaml.YamlNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one list of settings that once stood elsewhere. A study that has one at its old place is refused with the new one
 * ({@link MovedInStudy}); results that were stored with old places are read with the new ones; and keys of results are
 * made with all settings at their first places, because where a setting stands decides no number.
 */
public final class MovedKeys {
    /** From the old place to the new one; neither begins with another of the list. */
    static final SequencedMap<String, String> PLACES = places();

    private MovedKeys() {}

    private static SequencedMap<String, String> places() {
        SequencedMap<String, String> places = new LinkedHashMap<>();
        places.put("train.rois", "model.sampling.rois");
        places.put("train.foreground", "model.sampling.foreground");
        places.put("train.foreground_iou", "model.sampling.foreground_iou");
        places.put("train.background_iou", "model.sampling.background_iou");
        places.put("train.tasks", "model.tasks");
        places.put("test.score", "model.postprocessing.score");
        places.put("test.nms", "model.postprocessing.nms");
        places.put("test.detections", "model.postprocessing.detections");
        places.put("test.boxes", "model.boxes");
        places.put("proposals", "model.proposals");
        return Collections.unmodifiableSequencedMap(places);
    }

    /** Where the setting at a path stands now; most have not moved. */
    public static String path(String path) {
        for (Map.Entry<String, String> moved : PLACES.entrySet()) {
            if (path.equals(moved.getKey()) || path.startsWith(moved.getKey() + ".")) {
                return moved.getValue() + path.substring(moved.getKey().length());
            }
        }
        return path;
    }

    /** A claim's formula, in which a path may stand before a label. */
    public static String formula(String formula) {
        return CONDITION.matcher(formula).replaceAll(found -> Matcher.quoteReplacement(path(found.group())));
    }

    private static final Pattern CONDITION = Pattern.compile("[a-z_]+(\\.[a-z_]+)+(?=\\s*=[^=])");

    /** Values by path, in the same order. */
    public static <V> SequencedMap<String, V> paths(Map<String, V> byPath) {
        SequencedMap<String, V> moved = new LinkedHashMap<>();
        byPath.forEach((path, value) -> moved.put(path(path), value));
        return moved;
    }

    /** A trial's settings as an older version wrote them, with all at their present places. */
    public static YamlNode.Mapping atPresentPlaces(YamlNode.Mapping settings) {
        YamlNode.Mapping tree = settings;
        for (Map.Entry<String, String> moved : PLACES.entrySet()) {
            tree = moved(tree, moved.getKey(), moved.getValue(), UnaryOperator.identity());
        }
        return tree;
    }

    /** A trial's settings with all at the places where they first stood: the same text however often they move. */
    public static YamlNode.Mapping atFirstPlaces(YamlNode.Mapping settings) {
        YamlNode.Mapping tree = settings;
        for (Map.Entry<String, String> moved : PLACES.reversed().entrySet()) {
            tree = moved(tree, moved.getValue(), moved.getKey(), MovedKeys::withoutEmptyBlocks);
        }
        return tree;
    }

    private static YamlNode.Mapping moved(
            YamlNode.Mapping tree, String from, String to, UnaryOperator<YamlNode.Mapping> tidy) {
        return tree.at(from)
                .map(value ->
                        (YamlNode.Mapping) tidy.apply(tree.withoutPath(from)).mergeAt(to, value))
                .orElse(tree);
    }

    /** Without the blocks of {@code model} that were made to hold what moved, once nothing is left in them. */
    private static YamlNode.Mapping withoutEmptyBlocks(YamlNode.Mapping tree) {
        YamlNode.Mapping tidy = tree;
        for (String place : PLACES.values()) {
            String block = place.substring(0, place.lastIndexOf('.'));
            if (tidy.at(block).orElse(null) instanceof YamlNode.Mapping inner
                    && inner.entries().isEmpty()) {
                tidy = tidy.withoutPath(block);
            }
        }
        return tidy;
    }

    /** Says where a setting has gone. */
    static void refuse(Position position, String path, Problems problems) {
        problems.addMended(position, "%s moved to %s".formatted(path, path(path)));
    }

    /** The entry at a path, with the place of its key; absent where there is none. */
    static Optional<YamlNode.Entry> entry(YamlNode tree, String path) {
        int last = path.lastIndexOf('.');
        Optional<YamlNode> block = last < 0 ? Optional.of(tree) : tree.at(path.substring(0, last));
        return block.filter(YamlNode.Mapping.class::isInstance)
                .map(found -> ((YamlNode.Mapping) found).entries().get(path.substring(last + 1)));
    }
}

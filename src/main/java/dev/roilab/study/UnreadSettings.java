package dev.roilab.study;

import dev.roilab.detect.UnreadBlock;
import dev.roilab.detect.pretraining.PretrainSettings;
import dev.roilab.model.Recipes;
import dev.roilab.yaml.Unread;
import dev.roilab.yaml.YamlNode;
import dev.roilab.yaml.YamlWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What decides nothing in a trial: what every study has and a system does not read, of which a warning speaks, since
 * studies that compare systems share these blocks; and what the settings' records say of themselves. Two trials that
 * differ in them alone are refused as equal. What a system cannot honour and a study can leave out,
 * {@link ForeignSettings} refuses.
 */
public final class UnreadSettings {
    private UnreadSettings() {}

    private static List<UnreadBlock> blocks(TrialSettings settings) {
        List<UnreadBlock> unread = new ArrayList<>(Recipes.of(settings.model()).unread());
        if (settings.pretraining().orElse(null) instanceof PretrainSettings.Classification pretraining) {
            String text = "pretraining.data.shorter_side and longer_side: pretraining.sizes decides instead";
            int side = pretraining.sizes().getLast();
            boolean agree = pretraining.data().shorterSide() == side
                    && pretraining.data().longerSide() == side;
            unread.add(new UnreadBlock(
                    List.of("pretraining.data.shorter_side", "pretraining.data.longer_side"), agree ? "" : text));
        }
        return unread;
    }

    /** One line each for people. */
    public static List<String> warnings(TrialSettings settings) {
        return blocks(settings).stream()
                .map(UnreadBlock::text)
                .filter(text -> !text.isEmpty())
                .map(text -> "not read: " + text)
                .toList();
    }

    /** The paths of what is not read. */
    static List<String> paths(TrialSettings settings) {
        return blocks(settings).stream()
                .flatMap(block -> block.paths().stream())
                .toList();
    }

    /** What decides a trial's numbers, as text: equal for trials that are the same to their system. */
    static String withoutThem(TrialSettings settings) {
        YamlNode.Mapping tree = YamlWriter.tree(settings);
        for (Unread unread : Unread.in(settings)) {
            tree = unread.dropFrom(tree);
        }
        for (UnreadBlock unread : blocks(settings)) {
            for (String path : unread.paths()) {
                tree = tree.withoutPath(path);
            }
        }
        return YamlWriter.canonical(tree);
    }

    /** Why what two trials differ in decides nothing, a line for each of its settings. */
    static List<String> between(TrialSettings first, TrialSettings second) {
        YamlNode.Mapping one = YamlWriter.tree(first);
        YamlNode.Mapping other = YamlWriter.tree(second);
        Stream<String> ofSystems = Stream.of(first, second)
                .flatMap(settings -> blocks(settings).stream())
                .filter(block -> !block.text().isEmpty() && differ(one, other, block.paths()))
                .map(block -> "not read: " + block.text());
        List<Unread> ofRecords = Stream.of(first, second)
                .flatMap(settings -> Unread.in(settings).stream())
                .filter(unread -> differ(one, other, unread.keys()))
                .toList();
        Stream<String> outermost = ofRecords.stream()
                .filter(unread -> ofRecords.stream().noneMatch(unread::isInside))
                .map(Unread::text);
        return Stream.concat(ofSystems, outermost).distinct().toList();
    }

    private static boolean differ(YamlNode one, YamlNode other, List<String> paths) {
        return paths.stream()
                .anyMatch(path -> !one.at(path)
                        .map(YamlWriter::canonical)
                        .equals(other.at(path).map(YamlWriter::canonical)));
    }
}

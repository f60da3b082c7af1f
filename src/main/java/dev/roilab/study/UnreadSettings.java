package dev.roilab.study;

import dev.roilab.detect.UnreadBlock;
import dev.roilab.detect.pretraining.PretrainSettings;
import dev.roilab.model.Recipes;
import dev.roilab.yaml.YamlNode;
import dev.roilab.yaml.YamlWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * What every study has and a system does not read. Studies that compare systems share these blocks, so that they are no
 * mistake: a warning names them, and two trials that differ in them alone are refused as equal. What a system cannot
 * honour and a study can leave out, {@link ForeignSettings} refuses.
 */
public final class UnreadSettings {
    private UnreadSettings() {}

    private static List<UnreadBlock> of(TrialSettings settings) {
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
        return of(settings).stream()
                .map(UnreadBlock::text)
                .filter(text -> !text.isEmpty())
                .map(text -> "not read: " + text)
                .toList();
    }

    /** The paths of what is not read. */
    static List<String> paths(TrialSettings settings) {
        return of(settings).stream().flatMap(block -> block.paths().stream()).toList();
    }

    /** What decides a trial's numbers, as text: equal for trials that are the same to their system. */
    static String withoutThem(TrialSettings settings) {
        YamlNode.Mapping tree = YamlWriter.tree(settings);
        for (UnreadBlock unread : of(settings)) {
            for (String path : unread.paths()) {
                tree = tree.withoutPath(path);
            }
        }
        return YamlWriter.canonical(tree);
    }
}

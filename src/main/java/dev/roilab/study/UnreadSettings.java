package dev.roilab.study;

import dev.roilab.detect.ModelSettings;
import dev.roilab.train.PretrainSettings;
import dev.roilab.yaml.YamlNode;
import dev.roilab.yaml.YamlWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * What every study has and a system does not read. Studies that compare systems share these blocks, so that they are no
 * mistake: a warning names them, and two trials that differ in them alone are refused as equal. What a system cannot
 * honour and a study can leave out, {@link ForeignSettings} refuses.
 *
 * @param paths of the settings
 * @param text who does not read them, and what is used in their place
 */
public record UnreadSettings(List<String> paths, String text) {
    static List<UnreadSettings> of(TrialSettings settings) {
        List<UnreadSettings> unread = new ArrayList<>();
        switch (settings.model()) {
            case ModelSettings.SlidingWindow _ ->
                unread.add(new UnreadSettings(
                        List.of("proposals"),
                        "proposals: a sliding-window looks at the windows of model.windows and reads none"));
            case ModelSettings.SppNet _ ->
                unread.add(new UnreadSettings(
                        List.of("data.shorter_side", "data.longer_side"),
                        "data.shorter_side and data.longer_side: spp-net resizes images to model.scales instead"));
            case ModelSettings.FastRcnn _, ModelSettings.Rcnn _ -> {
                // They read all.
            }
        }
        if (settings.pretraining().orElse(null) instanceof PretrainSettings.Classification pretraining) {
            String text = "pretraining.data.shorter_side and longer_side: pretraining.sizes decides instead";
            int side = pretraining.sizes().getLast();
            boolean agree = pretraining.data().shorterSide() == side
                    && pretraining.data().longerSide() == side;
            unread.add(new UnreadSettings(
                    List.of("pretraining.data.shorter_side", "pretraining.data.longer_side"), agree ? "" : text));
        }
        return unread;
    }

    /** One line each for people. */
    public static List<String> warnings(TrialSettings settings) {
        return of(settings).stream()
                .map(UnreadSettings::text)
                .filter(text -> !text.isEmpty())
                .map(text -> "not read: " + text)
                .toList();
    }

    /** What decides a trial's numbers, as text: equal for trials that are the same to their system. */
    static String withoutThem(TrialSettings settings) {
        YamlNode.Mapping tree = YamlWriter.tree(settings);
        for (UnreadSettings unread : of(settings)) {
            for (String path : unread.paths()) {
                tree = tree.withoutPath(path);
            }
        }
        return YamlWriter.canonical(tree);
    }
}

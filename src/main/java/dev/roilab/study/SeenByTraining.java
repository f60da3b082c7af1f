package dev.roilab.study;

import dev.roilab.model.Recipes;
import dev.roilab.yaml.YamlNode;
import dev.roilab.yaml.YamlWriter;

/**
 * What a training by gradient descent sees of a trial: arms whose settings are equal in it share one training of each
 * seed, before any is done.
 */
public final class SeenByTraining {
    private SeenByTraining() {}

    /** What a training sees of a trial's settings: all but its test and what is done to trained weights. */
    public static YamlNode.Mapping settings(TrialSettings settings) {
        YamlNode.Mapping tree = YamlWriter.tree(settings).without("test");
        for (String path : Recipes.of(settings.model()).afterTraining()) {
            tree = tree.withoutPath("model." + path);
        }
        return tree;
    }

    /**
     * What decides how long a trial trains and whether it diverges, as text: trials of one seed that are equal in it
     * have one training and do the same afterwards.
     */
    static String course(TrialSettings settings) {
        return YamlWriter.canonical(settings(settings))
                + Recipes.of(settings.model()).workAfterTraining(settings.model());
    }
}

package dev.roilab.study;

import dev.roilab.detect.ModelSettings;
import dev.roilab.model.Recipes;
import dev.roilab.timing.StageTimer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The stages that each system's test has. */
final class SystemStages {
    private static final List<String> DECODING = List.of("decode", "resize", "copies", "backbone");
    private static final List<String> ENDING = List.of("box_decoding", "nms", StageTimer.UNACCOUNTED);

    private SystemStages() {}

    /** Of one system, the proposals that it looks at among them. */
    static Set<String> of(ModelSettings model) {
        var recipe = Recipes.of(model);
        Set<String> stages = new LinkedHashSet<>();
        if (recipe.readsProposals()) {
            stages.add(HarnessMeasures.PROPOSALS);
        }
        stages.addAll(DECODING);
        stages.addAll(model.head().names());
        stages.addAll(recipe.stages(model));
        stages.addAll(ENDING);
        return stages;
    }

    /** Of any system with these hidden layers. */
    static Set<String> ofAny(List<String> hiddenLayers) {
        Set<String> stages = new LinkedHashSet<>(List.of(HarnessMeasures.PROPOSALS));
        stages.addAll(DECODING);
        stages.addAll(hiddenLayers);
        Recipes.all().forEach(recipe -> stages.addAll(recipe.everyStage()));
        stages.addAll(ENDING);
        return stages;
    }
}

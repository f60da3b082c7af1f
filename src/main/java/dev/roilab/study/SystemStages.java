package dev.roilab.study;

import dev.roilab.detect.ModelSettings;
import dev.roilab.model.Recipes;
import dev.roilab.timing.StageTimer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The stages that each system's test has. */
final class SystemStages {
    private SystemStages() {}

    /** Of one system, the proposals that it looks at among them. */
    static Set<String> of(ModelSettings model) {
        var recipe = Recipes.of(model);
        Set<String> stages = new LinkedHashSet<>();
        recipe.proposals(model).ifPresent(_ -> stages.add(HarnessMeasures.PROPOSALS));
        stages.addAll(recipe.stages(model));
        stages.add(StageTimer.UNACCOUNTED);
        return stages;
    }

    /** Of any system. */
    static Set<String> ofAny() {
        Set<String> stages = new LinkedHashSet<>(List.of(HarnessMeasures.PROPOSALS));
        Recipes.all().forEach(recipe -> stages.addAll(recipe.everyStage()));
        stages.add(StageTimer.UNACCOUNTED);
        return stages;
    }
}

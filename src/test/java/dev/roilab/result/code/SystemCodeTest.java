package dev.roilab.result.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.detect.Recipe;
import dev.roilab.model.Recipes;
import dev.roilab.model.fasterrcnn.FasterRcnnRecipe;
import dev.roilab.model.fastrcnn.FastRcnnRecipe;
import dev.roilab.model.maskrcnn.MaskRcnnRecipe;
import dev.roilab.model.rcnn.RcnnRecipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SystemCodeTest {
    private static final String SYSTEMS = "dev.roilab.model.";

    static Stream<Recipe<?, ?>> systems() {
        return Recipes.all().stream().map(recipe -> recipe);
    }

    @ParameterizedTest
    @MethodSource("systems")
    void aDetectorLeadsToItsOwnFolderAndToNoOtherDetectors(Recipe<?, ?> recipe) {
        List<String> own = new ArrayList<>(List.of(recipe.getClass().getPackageName()));
        // Faster R-CNN has a Fast R-CNN in it, Mask R-CNN a Faster R-CNN.
        if (recipe instanceof FasterRcnnRecipe || recipe instanceof MaskRcnnRecipe) {
            own.add(FastRcnnRecipe.class.getPackageName());
            own.add(FasterRcnnRecipe.class.getPackageName());
        }
        Set<String> names = SystemCode.of(recipe.getClass()).parts().keySet();
        assertThat(names)
                .contains(recipe.getClass().getName(), recipe.settings().getName())
                .filteredOn(name -> name.startsWith(SYSTEMS))
                .allMatch(name -> own.stream().anyMatch(room -> name.startsWith(room + ".")));
    }

    @ParameterizedTest
    @MethodSource("systems")
    void whatComputesIsThereAndWhatReadsStudiesAndClaimsIsNot(Recipe<?, ?> recipe) {
        assertThat(SystemCode.of(recipe.getClass()).parts().keySet())
                .contains(
                        "dev.roilab.tensor.cpu.CpuEngine",
                        "dev.roilab.train.TrainingLoop",
                        "dev.roilab.eval.CocoAp",
                        "dev.roilab.nn.Sgd",
                        "dev.roilab.run.system.SystemTrial")
                .doesNotContain("dev.roilab.model.Recipes", "dev.roilab.study.StudyPlan")
                .noneMatch(name -> name.startsWith("dev.roilab.claim.")
                        || name.startsWith("dev.roilab.study.formula.")
                        || name.startsWith("dev.roilab.report.")
                        || name.startsWith("dev.roilab.cli."));
    }

    @Test
    void onlySystemsThatLeadToAClassHaveIt() {
        String sampling = "dev.roilab.model.fastrcnn.HierarchicalSampling";
        assertThat(SystemCode.of(FastRcnnRecipe.class).parts()).containsKey(sampling);
        assertThat(SystemCode.of(RcnnRecipe.class).parts()).doesNotContainKey(sampling);
        assertThat(SystemCode.hashes())
                .hasSize(Recipes.all().size())
                .contains(SystemCode.of(RcnnRecipe.class).hash())
                .doesNotContain(CodeFingerprint.ofThisProgram().hash());
    }
}

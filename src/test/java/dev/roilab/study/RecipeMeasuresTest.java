package dev.roilab.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.detect.Recipe;
import dev.roilab.model.Recipes;
import dev.roilab.study.schema.StudyReference;
import dev.roilab.toy.MeanCoverRecipe;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a system measures beside its task is declared by its recipe, and listed from there. */
class RecipeMeasuresTest {
    static Stream<Recipe<?, ?>> recipes() {
        return Recipes.all().stream().map(recipe -> (Recipe<?, ?>) recipe);
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void theReferenceListsAllThatARecipeCanMeasure(Recipe<?, ?> recipe) {
        String page = StudyReference.markdown();
        assertThat(recipe.everyMeasure())
                .allSatisfy(info -> assertThat(page).contains("| `" + info.name() + "` | " + info.heading() + " |"));
    }

    @Test
    void measuresOfOneSystemComeFromItsRecipe() {
        assertThat(recipes().flatMap(recipe -> recipe.everyMeasure().stream()))
                .extracting(info -> info.name())
                .contains("energy_fc6", "energy_fc7", "fc_parameters");
        assertThat(new MeanCoverRecipe().everyMeasure()).hasSize(1);
    }

    @Test
    void furtherHiddenLayersAreKnownByTheNamesOfThePapers() {
        assertThat("fc8_ms").matches(TrialMeasures.patternOfLayers());
        assertThat("energy_fc12").matches(TrialMeasures.patternOfLayers());
        assertThat("energy_fc").doesNotMatch(TrialMeasures.patternOfLayers());
        assertThat("fc_parameters").doesNotMatch(TrialMeasures.patternOfLayers());
    }
}

package dev.roilab.detect.staged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.data.TrueObject;
import dev.roilab.geometry.Box;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RidgeStageTest {
    private static final TrueObject CAT = Windows.object(0, 40, 40, 100);
    private static final TrueObject DOG = Windows.object(1, 0, 0, 30);

    @TempDir
    private Path folder;

    private static RidgeStage stage(int pairs) {
        return new RidgeStage(new RidgeSettings(0.6, 1e-6, 20, pairs), 2);
    }

    @Test
    void aProposalLearnsFromTheObjectThatItOverlapsByMoreThanTheThreshold() {
        ImageWindows image = Windows.of(List.of(), DOG, CAT);
        // Moved by d pixels, squares of 100 overlap by (100 - d) / (100 + d).
        assertThat(stage(9).partner(image, Windows.square(50, 40, 100))).contains(CAT);
        assertThat(stage(9).partner(image, Windows.square(64, 40, 100))).contains(CAT);
        assertThat(stage(9).partner(image, Windows.square(65, 40, 100)))
                .as("exactly 0.6")
                .isEmpty();
        assertThat(stage(9).partner(image, Windows.square(66, 40, 100))).isEmpty();
        assertThat(stage(9).partner(image, Windows.square(160, 160, 30)))
                .as("no overlap")
                .isEmpty();
    }

    @Test
    void theRegressorOfAClassMovesItsProposalsToTheObject() {
        var stage = stage(9);
        Box left = Windows.square(50, 40, 100);
        Box above = Windows.square(40, 60, 100);
        stage.add(left, CAT, 0);
        stage.add(above, CAT, 1);
        try (FeatureCache features = Windows.features(folder, new float[] {1, 0}, new float[] {0, 1})) {
            LinearMap map = stage.fit(features, 1);
            assertThat(map.outputs()).isEqualTo(12);
            assertThat(offset(map, 4, 0)).as("dx of the first").isCloseTo(-0.1, within(1e-4));
            assertThat(offset(map, 5, 0)).as("dy of the first").isCloseTo(0, within(1e-4));
            assertThat(offset(map, 4, 1)).as("dx of the second").isCloseTo(0, within(1e-4));
            assertThat(offset(map, 5, 1)).as("dy of the second").isCloseTo(-0.2, within(1e-4));
            for (int still : new int[] {0, 1, 2, 3, 8, 9, 10, 11}) {
                assertThat(offset(map, still, 0))
                        .as("background, and a class without pairs")
                        .isZero();
            }
        }
    }

    @Test
    void ofMorePairsThanWantedThoseUsedAreSpreadEvenly() {
        var stage = stage(2);
        float[][] rows = new float[4][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new float[] {i == 0 || i == 2 ? 1 : 0};
            // Rows 0 and 2 say "ten to the left"; the others, which are left out, "thirty to the left".
            stage.add(Windows.square(i == 0 || i == 2 ? 50 : 70, 40, 100), CAT, i);
        }
        try (FeatureCache features = Windows.features(folder, rows)) {
            LinearMap map = stage.fit(features, 1);
            assertThat(map.bias()[4] + map.weights()[4]).isCloseTo(-0.1f, within(1e-4f));
        }
    }

    /** The output for the unit vector {@code axis}. */
    private static double offset(LinearMap map, int output, int axis) {
        return map.bias()[output] + map.weights()[output * map.inputs() + axis];
    }
}

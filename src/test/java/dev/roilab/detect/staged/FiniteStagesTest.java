package dev.roilab.detect.staged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.train.DivergedException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the stages after a training are made of, and what they make, is finite. */
class FiniteStagesTest {
    @TempDir
    private Path folder;

    @Test
    void featuresThatAreNotFiniteEndTheTraining() {
        try (var features = new FeatureCache(folder, 2)) {
            features.put(0, new float[] {Float.NaN, 1, 2, Float.NaN}, 1);
            assertThatThrownBy(() -> features.put(1, new float[] {1, Float.POSITIVE_INFINITY}, 0))
                    .isInstanceOf(DivergedException.class)
                    .hasMessageContaining("features")
                    .hasMessageContaining("1 of 2");
            assertThat(features.rows()).isOne();
        }
    }

    @Test
    void aLearnedMapThatIsNotFiniteEndsTheTraining() {
        var map = LinearMap.zeros(2, 3);
        assertThat(map.requireFinite("the SVMs")).isSameAs(map);
        map.setRow(1, new double[] {1, 1e300, 2}, 0);
        assertThatThrownBy(() -> map.requireFinite("the SVMs"))
                .isInstanceOf(DivergedException.class)
                .hasMessageContaining("the SVMs: weights (1 of 6 numbers)");
        var offset = LinearMap.zeros(1, 1);
        offset.setRow(0, new double[] {1}, Double.NaN);
        assertThatThrownBy(() -> offset.requireFinite("box regression")).hasMessageContaining("biases");
    }
}

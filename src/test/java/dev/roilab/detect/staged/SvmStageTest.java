package dev.roilab.detect.staged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.data.TrueObject;
import dev.roilab.geometry.Box;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SvmStageTest {
    private static final TrueObject CAT = Windows.object(0, 0, 0, 100);
    private static final TrueObject DOG = Windows.object(1, 100, 100, 100);

    /** Overlap with the cat 0.25, 0.5 and 0; with the dog 0. */
    private static final List<Box> PROPOSALS =
            List.of(Windows.square(0, 0, 50), new Box(0, 0, 100, 50), Windows.square(110, 0, 50));

    private static final float[] FAR = {0, 1, 0};
    private static final float[] FARTHER = {0, 0.8f, 0.1f};
    private static final float[] OF_CAT = {1, 0, 0};
    private static final float[] OF_DOG = {0, 0, 1};

    @TempDir
    private Path folder;

    private LinearMap train(float[] between, int classes) {
        ImageWindows image = Windows.of(PROPOSALS, CAT, DOG);
        try (FeatureCache features = Windows.features(folder, FAR, between, FARTHER, OF_CAT, OF_DOG)) {
            return new SvmStage(List.of(image), features, new SvmSettings(10, 2, 10, 20, 0.3, 2000)).train(classes);
        }
    }

    private static double score(LinearMap map, int output, float[] feature) {
        double sum = map.bias()[output];
        for (int i = 0; i < feature.length; i++) {
            sum += map.weights()[output * map.inputs() + i] * feature[i];
        }
        return sum;
    }

    @Test
    void objectsScoreAboveTheMarginAndProposalsThatMeetNoneBelowIt() {
        LinearMap map = train(new float[] {0.5f, 0.5f, 0}, 2);
        assertThat(score(map, 1, OF_CAT)).isCloseTo(1, within(0.1));
        assertThat(score(map, 2, OF_DOG)).isCloseTo(1, within(0.1));
        for (int label : new int[] {1, 2}) {
            assertThat(score(map, label, FAR)).isLessThan(-0.9);
            assertThat(score(map, label, FARTHER)).isLessThan(-0.9);
            assertThat(score(map, 0, FAR)).as("background").isZero();
        }
    }

    @Test
    void whatLiesBetweenIsNoExampleOfItsClassButANegativeOfTheOthers() {
        // Of the same length, so that the features' scale stays; at an angle to the cat in one case, like it in the
        // other.
        LinearMap unlike = train(new float[] {0, 1, 0}, 2);
        LinearMap like = train(new float[] {1, 0, 0}, 2);
        assertThat(score(like, 1, OF_CAT)).isEqualTo(score(unlike, 1, OF_CAT)).isGreaterThan(0.9);
        assertThat(score(like, 2, OF_CAT)).as("a negative of the dog").isLessThan(-0.9);
        assertThat(score(unlike, 2, OF_CAT)).isGreaterThan(-0.9);
    }

    @Test
    void aClassThatHasNoObjectScoresBelowAll() {
        LinearMap map = train(new float[] {0.5f, 0.5f, 0}, 3);
        assertThat(map.outputs()).isEqualTo(4);
        assertThat(score(map, 3, OF_CAT)).isEqualTo(-1e6);
        assertThat(score(map, 3, FAR)).isEqualTo(-1e6);
    }

    @Test
    void theMeanLengthOfFeaturesIsOfAllWindowsAndNeverZero() {
        ImageWindows image = Windows.of(PROPOSALS, CAT);
        try (FeatureCache features = Windows.features(
                        folder, new float[] {3, 4}, new float[] {0, 2}, new float[] {1, 0}, new float[] {0, 0});
                FeatureCache zeros = Windows.features(folder, new float[4][2])) {
            assertThat(SvmStage.meanLength(List.of(image), features)).isEqualTo(2);
            assertThat(SvmStage.meanLength(List.of(image), zeros)).isPositive();
        }
    }
}

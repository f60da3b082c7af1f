package dev.roilab.detect.staged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LinearSvmTest {
    private static SvmSettings settings(double cost) {
        return new SvmSettings(cost, 1, 10, 20, 0.3, 50);
    }

    @Test
    void twoPointsGiveTheWidestMarginBetweenThem() {
        // The nearest pair is (2, 1) and (2, -3): the widest margin lies across y = -1, two pixels to each side.
        var svm = new LinearSvm(settings(1000), 2, 1);
        var decision = svm.train(
                List.of(new float[] {2, 1}, new float[] {5, 4}), List.of(new float[] {2, -3}, new float[] {-1, -6}));
        assertThat(decision.weights()[0]).isCloseTo(0, within(0.02));
        assertThat(decision.weights()[1]).isCloseTo(0.5, within(0.02));
        assertThat(decision.offset()).isCloseTo(0.5, within(0.02));
    }

    @Test
    void objectsArePositiveWhicheverOrderTheyComeIn() {
        List<float[]> high = points(5, 1);
        List<float[]> low = points(-5, 2);
        var svm = new LinearSvm(settings(1), 3, 1);
        assertThat(high).allSatisfy(point -> {
            assertThat(svm.train(high, low).score(point)).isPositive();
            assertThat(svm.train(low, high).score(point)).isNegative();
        });
    }

    @Test
    void aScaleChangesThePenaltyButNotWhatDecisionsAreTakenOn() {
        var plain = new LinearSvm(settings(0.01), 3, 1).train(scaled(points(5, 1), 4), scaled(points(-5, 2), 4));
        var scaled = new LinearSvm(settings(0.01), 3, 4).train(points(5, 1), points(-5, 2));
        float[] probe = {0.3f, -0.2f, 1};
        assertThat(scaled.score(probe))
                .isCloseTo(plain.score(scaled(List.of(probe), 4).getFirst()), within(1e-6));
    }

    @Test
    void equalExamplesGiveEqualBits() {
        var first = new LinearSvm(settings(1), 3, 1).train(points(1, 1), points(-1, 2));
        var second = new LinearSvm(settings(1), 3, 1).train(points(1, 1), points(-1, 2));
        assertThat(first.weights()).containsExactly(second.weights());
        assertThat(first.offset()).isEqualTo(second.offset());
    }

    @Test
    void oneKindOfExamplesIsNotEnough() {
        var svm = new LinearSvm(settings(1), 3, 1);
        assertThatThrownBy(() -> svm.train(points(1, 1), List.of())).hasMessageContaining("both kinds");
    }

    @Test
    void miningFindsTheFewNegativesThatMatter() {
        // Objects lie beyond x = 3. Of 4000 negatives, all but a handful lie far off at x = -40.
        List<float[]> positives = points(6, 3);
        List<float[]> negatives = new ArrayList<>();
        var random = new SplittableRandom(4);
        for (int i = 0; i < 4000; i++) {
            float x = i % 100 == 50 ? (float) (1 + random.nextDouble()) : -40;
            negatives.add(new float[] {x, (float) random.nextGaussian(), (float) random.nextGaussian()});
        }
        var svm = new LinearSvm(settings(1), 3, 1);
        var mining = new HardNegativeMining(svm, positives, 50);
        for (int image = 0; image < 80; image++) {
            mining.look(negatives.subList(50 * image, 50 * image + 50));
        }
        var mined = mining.finish().orElseThrow();
        var full = svm.train(positives, negatives);
        assertThat(mining.kept()).isLessThan(200);
        assertThat(negatives)
                .allSatisfy(negative -> assertThat(mined.score(negative)).isNegative());
        assertThat(positives)
                .allSatisfy(positive -> assertThat(mined.score(positive)).isPositive());
        for (int i = 0; i < 3; i++) {
            assertThat(mined.weights()[i]).isCloseTo(full.weights()[i], within(0.05));
        }
    }

    @Test
    void aClassWithoutObjectsHasNoSvm() {
        var mining = new HardNegativeMining(new LinearSvm(settings(1), 3, 1), List.of(), 10);
        mining.look(points(-1, 1));
        assertThat(mining.finish()).isEmpty();
    }

    private static List<float[]> points(double centre, long seed) {
        var random = new SplittableRandom(seed);
        List<float[]> points = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            points.add(new float[] {
                (float) (centre + random.nextDouble()), (float) random.nextGaussian(), (float) random.nextGaussian()
            });
        }
        return points;
    }

    private static List<float[]> scaled(List<float[]> points, float factor) {
        return points.stream()
                .map(point -> new float[] {factor * point[0], factor * point[1], factor * point[2]})
                .toList();
    }
}

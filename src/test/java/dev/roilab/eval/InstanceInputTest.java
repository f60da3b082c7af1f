package dev.roilab.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.eval.GroundTruth.Standing;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.keypoint.KeyPoint;
import dev.roilab.geometry.keypoint.KeyPoint.Visibility;
import dev.roilab.geometry.mask.RunLengthMask;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What no evaluation of masks and key points takes. */
class InstanceInputTest {
    private static final Box BOX = new Box(0, 0, 10, 10);
    private static final KeyPoint POINT = new KeyPoint(1, 1, Visibility.VISIBLE);

    private static TrueKeyPoints truth(int label) {
        return new TrueKeyPoints(label, List.of(POINT), BOX, 100, Standing.COUNTED);
    }

    private static FoundKeyPoints found(int label, int points) {
        return new FoundKeyPoints(label, 0.5, Collections.nCopies(points, POINT), BOX);
    }

    @Test
    void imagesAreThereOnceAndLabelsAreThoseOfClasses() {
        var image = new ImageInstances<>("a", List.of(truth(2)), List.of(found(2, 1)));
        assertThatThrownBy(() -> new InstanceInput<>(2, List.of(image, image)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("image a has the label 2")
                .hasMessageContaining("image a has the detection")
                .hasMessageContaining("expected a label of 0 to 1");
        var good = new ImageInstances<>("a", List.of(truth(1)), List.of(found(1, 1)));
        assertThatCode(() -> new InstanceInput<>(2, List.of(good))).doesNotThrowAnyException();
        assertThatThrownBy(() -> new InstanceInput<>(2, List.of(good, good)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a");
    }

    @Test
    void twentyProblemsAreNamedAndTheOthersCounted() {
        assertThatThrownBy(() -> new InstanceInput<>(
                        1, List.of(new ImageInstances<>("a", Collections.nCopies(20, truth(1)), List.of()))))
                .message()
                .doesNotContain(" more");
        assertThatThrownBy(() -> new InstanceInput<>(
                        1, List.of(new ImageInstances<>("a", Collections.nCopies(21, truth(1)), List.of()))))
                .message()
                .endsWith("; and 1 more");
    }

    /** An interval is made of what a number is made of. */
    @Test
    void bootstrapsRefuseWhatTheirMeasuresDo() {
        var points =
                new InstanceInput<>(1, List.of(new ImageInstances<>("a", List.of(truth(0)), List.of(found(0, 2)))));
        assertThatThrownBy(() -> KeyPointAp.bootstrap(points, new KeyPointSigmas(List.of(0.05))))
                .hasMessageContaining("2 key points");
        var masks = new InstanceInput<>(
                1,
                List.of(new ImageInstances<>(
                        "a",
                        List.of(new TrueMask(0, RunLengthMask.empty(4, 6), 1, Standing.COUNTED)),
                        List.of(FoundMask.of(0, 1, RunLengthMask.empty(6, 4))))));
        assertThatThrownBy(() -> MaskAp.bootstrap(masks)).hasMessageContaining("expected all of the image's size");
    }

    @Test
    void sigmasAreAboveZero() {
        for (double sigma : new double[] {0, -0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new KeyPointSigmas(List.of(0.05, sigma)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected a number above 0");
        }
        assertThatThrownBy(() -> new KeyPointSigmas(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThat(new KeyPointSigmas(List.of(1e-9)).values()).containsExactly(1e-9);
    }
}

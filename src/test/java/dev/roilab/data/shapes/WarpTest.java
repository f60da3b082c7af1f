package dev.roilab.data.shapes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.data.DataSets;
import dev.roilab.data.DataSettings;
import dev.roilab.data.Dataset;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObject;
import dev.roilab.data.TrueObjects;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.keypoint.KeyPoint;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bent outlines, their boxes, masks and corners. */
class WarpTest {
    private static final int SIDE = 96;
    private static final List<ShapeClass> ALL = List.of(ShapeClass.values());

    private static Dataset<TrueObjects> pictures(Optional<Double> warp) {
        return DataSets.load(
                new DataSettings.Shapes(
                        5, SIDE, SIDE, 30, 2, ALL.size(), 2, 24, 64, 0, 0.2, 3, Optional.of(ALL), warp, SIDE, SIDE),
                Optional.empty());
    }

    private static Outline unit(ShapeClass shape, double angle) {
        Outline outline = shape.outline(angle);
        Box box = outline.box();
        return outline.place(1 / Math.max(box.width(), box.height()), 0, 0);
    }

    /** Both waves are shears, and a bent side's chords lie close to it. */
    @ParameterizedTest
    @EnumSource
    void keepsTheAreaAndCoversItsBox(ShapeClass shape) {
        var random = new SplittableRandom(3);
        for (double angle = 0; angle < 6; angle += 0.7) {
            Outline plain = unit(shape, angle);
            Outline bent = Warp.draw(0.3, random).bend(plain).place(60, 48, 48);
            assertThat(bent.area()).isCloseTo(3600 * plain.area(), within(0.01 * bent.area()));
            Coverage mask = Coverage.of(bent.place(0.8, 10, 10), 200, 200);
            assertThat(mask.area()).isCloseTo(0.64 * bent.area(), within(0.01 * bent.area()));
            assertThat(bent.box().area())
                    .isNotCloseTo(plain.place(60, 48, 48).box().area(), within(1e-3));
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutAmplitudeOnlyTheNumberOfPointsIsOther(ShapeClass shape) {
        Outline plain = unit(shape, 0.4);
        Outline same = Warp.draw(0, new SplittableRandom(1)).bend(plain);
        assertThat(same.area()).isCloseTo(plain.area(), within(0.002));
        double[] expected = new double[Outline.MOST_CROSSINGS];
        double[] found = new double[Outline.MOST_CROSSINGS];
        for (double y = -0.99; y < 1; y += 0.0371) {
            int count = plain.crossings(y, expected);
            // A seam is crossed twice at one place.
            assertThat(same.crossings(y, found)).isBetween(count, count + 2);
            for (double x = -1; x < 1; x += 0.0413) {
                boolean near = false;
                for (int i = 0; i < count; i++) {
                    near |= Math.abs(expected[i] - x) < 0.03;
                }
                assertThat(near || same.contains(x, y) == plain.contains(x, y)).isTrue();
            }
        }
    }

    @Test
    void noWarpIsTheSamePicturesToTheBit() {
        Dataset<TrueObjects> absent = pictures(Optional.empty());
        Dataset<TrueObjects> none = pictures(Optional.of(0.0));
        Dataset<TrueObjects> bent = pictures(Optional.of(0.2));
        assertThat(none.fingerprint()).isEqualTo(absent.fingerprint()).isNotEqualTo(bent.fingerprint());
        for (int i = 0; i < absent.train().size(); i++) {
            assertThat(none.train().get(i).read().rgb())
                    .isEqualTo(absent.train().get(i).read().rgb());
        }
        assertThat(bent.train().getFirst().read().rgb())
                .isNotEqualTo(absent.train().getFirst().read().rgb());
    }

    /** Objects keep their size and stay in the picture; masks reach their boxes, corners lie on the outline. */
    @Test
    void boxesAreTightAroundBentOutlines() {
        int corners = 0;
        for (Sample<TrueObjects> sample : pictures(Optional.of(0.2)).train()) {
            ShapeSample picture = (ShapeSample) sample;
            for (int i = 0; i < picture.truth().objects().size(); i++) {
                TrueObject object = picture.truth().objects().get(i);
                Box box = object.box();
                assertThat(box.clip(SIDE, SIDE)).isEqualTo(box);
                assertThat(Math.max(box.width(), box.height())).isBetween(24 - 1e-9, 64 + 1e-9);
                Coverage mask = picture.coverage(i);
                assertThat((double) mask.x()).isBetween(box.x1() - 1, box.x1());
                assertThat((double) mask.y() + mask.height()).isBetween(box.y2(), box.y2() + 1);
                for (KeyPoint point : object.parts().keyPoints().orElseThrow().points()) {
                    if (point.visibility() == KeyPoint.Visibility.VISIBLE) {
                        corners++;
                        assertThat(isBorder(mask, (int) point.x(), (int) point.y()))
                                .isTrue();
                    }
                }
            }
        }
        assertThat(corners).isGreaterThan(10);
    }

    private static boolean isBorder(Coverage mask, int x, int y) {
        float least = 1;
        float most = 0;
        for (int dy = -1; dy <= 1; dy++) {
            for (int dx = -1; dx <= 1; dx++) {
                least = Math.min(least, mask.at(x + dx, y + dy));
                most = Math.max(most, mask.at(x + dx, y + dy));
            }
        }
        return least < 1 && most > 0;
    }

    @Test
    void aWarpThatIsTooLargeIsRefused() {
        assertThatThrownBy(() -> pictures(Optional.of(0.5))).hasMessageContaining("warp must be in [0, 0.3], got 0.5");
    }
}

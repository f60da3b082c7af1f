package dev.roilab.data.shapes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.data.DataSets;
import dev.roilab.data.DataSettings;
import dev.roilab.data.Dataset;
import dev.roilab.data.Placement;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObject;
import dev.roilab.data.TrueObjects;
import dev.roilab.data.parts.ObjectKeyPoints;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.keypoint.KeyPoint;
import dev.roilab.geometry.keypoint.KeyPoint.Visibility;
import dev.roilab.geometry.mask.RunLengthMask;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShapePartsTest {
    private static final int SIDE = 96;

    private static Dataset<TrueObjects> pictures(List<ShapeClass> kinds, double occlusion) {
        return DataSets.load(
                new DataSettings.Shapes(
                        5,
                        SIDE,
                        SIDE,
                        30,
                        1,
                        kinds.size(),
                        6,
                        16,
                        48,
                        occlusion,
                        0.2,
                        3,
                        Optional.of(kinds),
                        Optional.empty(),
                        SIDE,
                        SIDE),
                Optional.empty());
    }

    private static RunLengthMask mask(TrueObject object) {
        return object.parts().mask().orElseThrow().pixels();
    }

    @Test
    void masksAreWhatCanBeSeenOfEachObject() {
        int hidden = 0;
        for (Sample<TrueObjects> sample : pictures(List.of(ShapeClass.RING, ShapeClass.STAR, ShapeClass.ARROW), 0.6)
                .train()) {
            var picture = (ShapeSample) sample;
            List<TrueObject> objects = sample.truth().objects();
            for (int place = 0; place < objects.size(); place++) {
                RunLengthMask mask = mask(objects.get(place));
                double area = picture.visible(place).area();
                // Each pixel of the border counts whole or not at all.
                assertThat((double) mask.area()).isCloseTo(area, within(3 * Math.sqrt(area) + 2));
                Box box = objects.get(place).box();
                assertThat(mask.box().x1()).isGreaterThanOrEqualTo(Math.floor(box.x1()));
                assertThat(mask.box().y2()).isLessThanOrEqualTo(Math.ceil(box.y2()));
                if (place > 0) {
                    assertThat(mask.sharedArea(mask(objects.get(place - 1)))).isLessThan(mask.area() / 10 + 2);
                }
                hidden += picture.visible(place).area()
                                < 0.95 * picture.coverage(place).area()
                        ? 1
                        : 0;
            }
        }
        assertThat(hidden).as("objects that others hide in part").isGreaterThan(10);
    }

    @Test
    void aRingHasAHoleInItsMask() {
        TrueObject ring = pictures(List.of(ShapeClass.RING), 0)
                .train()
                .getFirst()
                .truth()
                .objects()
                .getLast();
        Box box = ring.box();
        int x = (int) ((box.x1() + box.x2()) / 2);
        int y = (int) ((box.y1() + box.y2()) / 2);
        assertThat(mask(ring).contains(x, y)).isFalse();
        assertThat(mask(ring).contains(x, (int) box.y1() + 1)).isTrue();
    }

    /** Above 0 where the right wing is to the right of who looks from the tails to the tip. */
    private static double side(List<KeyPoint> points) {
        double tailX = (points.get(3).x() + points.get(4).x()) / 2;
        double tailY = (points.get(3).y() + points.get(4).y()) / 2;
        double aheadX = points.getFirst().x() - tailX;
        double aheadY = points.getFirst().y() - tailY;
        double rightX = points.get(2).x() - points.get(1).x();
        double rightY = points.get(2).y() - points.get(1).y();
        return aheadX * rightY - aheadY * rightX;
    }

    @Test
    void cornersKeepTheirNamesHoweverAShapeIsTurnedOrMirrored() {
        int turnedDown = 0;
        for (Sample<TrueObjects> sample :
                pictures(List.of(ShapeClass.ARROW, ShapeClass.CHEVRON), 0.3).train()) {
            for (TrueObject object : sample.truth().objects()) {
                ObjectKeyPoints points = object.parts().keyPoints().orElseThrow();
                assertThat(points.labelled()).isEqualTo(5);
                assertThat(side(points.points())).isPositive();
                for (KeyPoint point : points.points()) {
                    assertThat(point.x())
                            .isBetween(object.box().x1() - 1e-9, object.box().x2() + 1e-9);
                    assertThat(point.y())
                            .isBetween(object.box().y1() - 1e-9, object.box().y2() + 1e-9);
                }
                ObjectKeyPoints mirrored = points.placed(Placement.resized(SIDE, SIDE, SIDE, SIDE, true));
                assertThat(side(mirrored.points())).isPositive();
                turnedDown += points.points().getFirst().y()
                                > points.points().getLast().y()
                        ? 1
                        : 0;
            }
        }
        assertThat(turnedDown).isGreaterThan(10);
    }

    @Test
    void aCornerUnderAnotherObjectIsOccluded() {
        Outline front = new Outline.Polygon(new double[] {0, 20, 20, 0}, new double[] {0, 0, 20, 20});
        Outline arrow = ShapeClass.ARROW.outline(0).place(5, 20, 40);
        var paint = new Paint(0, 0, 0, 0, 0, 0);
        var objects =
                List.of(new Scene.Drawn(0, arrow, arrow.box(), paint), new Scene.Drawn(1, front, front.box(), paint));
        List<KeyPoint> points = ShapeKeyPoints.of(List.of(ShapeClass.ARROW, ShapeClass.SQUARE), objects, 0)
                .orElseThrow()
                .points();
        // The tip is at (20, 20), the border of what is in front; moved by a hundredth it lies beneath.
        assertThat(points).extracting(KeyPoint::visibility).containsOnly(Visibility.VISIBLE);
        Outline beneath = arrow.place(1, -0.01, -0.01);
        var hidden = List.of(new Scene.Drawn(0, beneath, beneath.box(), paint), objects.getLast());
        assertThat(ShapeKeyPoints.of(List.of(ShapeClass.ARROW, ShapeClass.SQUARE), hidden, 0)
                        .orElseThrow()
                        .points())
                .extracting(KeyPoint::visibility)
                .startsWith(Visibility.OCCLUDED)
                .filteredOn(Visibility.OCCLUDED::equals)
                .hasSize(1);
        assertThat(ShapeKeyPoints.of(List.of(ShapeClass.ARROW, ShapeClass.SQUARE), objects, 1)
                        .orElseThrow()
                        .labelled())
                .as("a square looks the same after a quarter of a turn")
                .isZero();
    }

    @Test
    void theFirstKindsByNameAreTheSamePictures() {
        var first = DataSets.load(
                new DataSettings.Shapes(5, SIDE, SIDE, 30, 1, 3, 6, 16, 48, 0.2, 0.2, 3, SIDE, SIDE), Optional.empty());
        var named = pictures(List.of(ShapeClass.CIRCLE, ShapeClass.SQUARE, ShapeClass.TRIANGLE), 0.2);
        assertThat(named.classes()).isEqualTo(first.classes()).containsExactly("circle", "square", "triangle");
        assertThat(named.train().getFirst().read().rgb())
                .isEqualTo(first.train().getFirst().read().rgb());
        assertThat(first.train().getFirst().truth().objects().getFirst().parts().keyPoints())
                .as("no class has a corner that can be told from others")
                .isEmpty();
    }

    @Test
    void kindsAreAsManyAsClassesAndDiffer() {
        assertThatThrownBy(() -> pictures(List.of(ShapeClass.STAR, ShapeClass.STAR), 0))
                .hasMessageContaining("kinds must not repeat one");
        assertThatThrownBy(() -> new DataSettings.Shapes(
                        1,
                        64,
                        64,
                        1,
                        1,
                        3,
                        1,
                        16,
                        32,
                        0,
                        0,
                        0,
                        Optional.of(List.of(ShapeClass.STAR)),
                        Optional.empty(),
                        64,
                        64))
                .hasMessageContaining("kinds must be 3, as classes says");
    }
}

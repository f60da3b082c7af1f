package dev.roilab.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What must hold for any boxes, and a few by hand. */
class BoxTest {
    private static final int TRIES = 300;

    private final SplittableRandom random = new SplittableRandom(11);

    private Box any() {
        double x = random.nextDouble(-50, 150);
        double y = random.nextDouble(-50, 150);
        return new Box(x, y, x + random.nextDouble(0.1, 100), y + random.nextDouble(0.1, 100));
    }

    @Test
    void overlapsByHand() {
        Box unit = new Box(0, 0, 2, 2);
        assertThat(unit.iou(new Box(1, 0, 3, 2))).isCloseTo(1 / 3.0, within(1e-15));
        assertThat(unit.iou(new Box(0, 0, 2, 1))).isEqualTo(0.5);
        assertThat(unit.iou(new Box(2, 0, 4, 2))).as("neighbours").isZero();
        assertThat(unit.iou(new Box(1, 1, 1, 2))).as("without extent").isZero();
        assertThat(new Box(1, 1, 1, 1).iou(new Box(1, 1, 1, 1))).isZero();
    }

    @Test
    void overlapIsSymmetricAndAtMostOne() {
        for (int i = 0; i < TRIES; i++) {
            Box a = any();
            Box b = any();
            assertThat(a.iou(b)).isEqualTo(b.iou(a)).isBetween(0.0, 1.0);
            assertThat(a.iou(a)).isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void overlapSurvivesScalingAndMirroring() {
        for (int i = 0; i < TRIES; i++) {
            Box a = any();
            Box b = any();
            double overlap = a.iou(b);
            assertThat(a.scale(0.5, 3).iou(b.scale(0.5, 3))).isCloseTo(overlap, within(1e-12));
            assertThat(a.flip(200).iou(b.flip(200))).isCloseTo(overlap, within(1e-12));
        }
    }

    @Test
    void mirroringTwiceChangesNothing() {
        for (int i = 0; i < TRIES; i++) {
            Box box = any();
            Box again = box.flip(321).flip(321);
            assertThat(again.x1()).isCloseTo(box.x1(), within(1e-12));
            assertThat(again.x2()).isCloseTo(box.x2(), within(1e-12));
            assertThat(box.flip(321).width()).isCloseTo(box.width(), within(1e-12));
        }
        assertThat(new Box(1, 2, 4, 8).flip(10)).isEqualTo(new Box(6, 2, 9, 8));
    }

    @Test
    void aClippedBoxLiesInTheImageAndInTheBox() {
        for (int i = 0; i < TRIES; i++) {
            Box box = any();
            Box clipped = box.clip(100, 80);
            assertThat(List.of(clipped.x1(), clipped.x2()))
                    .allSatisfy(x -> assertThat(x).isBetween(0.0, 100.0));
            assertThat(List.of(clipped.y1(), clipped.y2()))
                    .allSatisfy(y -> assertThat(y).isBetween(0.0, 80.0));
            assertThat(clipped.area()).isLessThanOrEqualTo(box.area());
            assertThat(clipped.clip(100, 80)).isEqualTo(clipped);
        }
        assertThat(new Box(-5, -5, -1, 3).clip(10, 10).hasExtent()).isFalse();
    }

    @Test
    void reversedBoxesHaveNoArea() {
        Box reversed = new Box(5, 5, 2, 9);
        assertThat(reversed.area()).isZero();
        assertThat(reversed.hasExtent()).isFalse();
        assertThat(reversed.iou(new Box(0, 0, 10, 10))).isZero();
    }

    @Test
    void aBoxHasExtentOnlyWhereBothSidesDo() {
        assertThat(new Box(1, 2, 1.5, 2.5).hasExtent()).isTrue();
        assertThat(new Box(1, 2, 1, 3).hasExtent()).isFalse();
        assertThat(new Box(1, 2, 3, 2).hasExtent()).isFalse();
        assertThat(new Box(3, 2, 1, 4).hasExtent()).isFalse();
    }
}

package dev.roilab.data.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.data.Placement;
import dev.roilab.data.TrueObject;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.keypoint.KeyPoint;
import dev.roilab.geometry.keypoint.KeyPoint.Visibility;
import dev.roilab.geometry.mask.RunLengthMask;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mask, key points and area go where the box goes. */
class ObjectPartsTest {
    private static final int WIDTH = 12;
    private static final int HEIGHT = 8;
    private static final Box BOX = new Box(2, 1, 6, 4);
    private static final KeyPointLayout LAYOUT =
            KeyPointLayout.byName(List.of("nose", "left_eye", "right_eye"), Optional.empty());

    private static RunLengthMask mask() {
        boolean[] inside = new boolean[WIDTH * HEIGHT];
        for (int y = (int) BOX.y1(); y < BOX.y2(); y++) {
            for (int x = (int) BOX.x1(); x < BOX.x2(); x++) {
                inside[y * WIDTH + x] = true;
            }
        }
        return RunLengthMask.ofBitmap(HEIGHT, WIDTH, inside);
    }

    private static TrueObject object() {
        var points = new ObjectKeyPoints(
                LAYOUT,
                List.of(
                        new KeyPoint(4, 2, Visibility.VISIBLE),
                        new KeyPoint(3, 1.5, Visibility.OCCLUDED),
                        KeyPoint.UNKNOWN));
        return new TrueObject(
                0,
                BOX,
                false,
                new ObjectParts(true, Optional.of(12.0), Optional.of(ObjectMask.of(mask())), Optional.of(points)));
    }

    @ParameterizedTest
    @CsvSource({"1, false", "1, true", "2, false", "2, true", "3, true", "0.5, true"})
    void theMaskFillsTheBoxWhereverBothAreMoved(double factor, boolean flipped) {
        int width = (int) (WIDTH * factor);
        int height = (int) (HEIGHT * factor);
        TrueObject placed = object().placed(Placement.resized(WIDTH, HEIGHT, width, height, flipped));
        RunLengthMask mask = placed.parts().mask().orElseThrow().pixels();
        assertThat(List.of(mask.width(), mask.height())).containsExactly(width, height);
        if (factor >= 1) {
            assertThat(mask.box()).isEqualTo(placed.box());
            assertThat(mask.area()).isEqualTo((int) placed.box().area());
        } else {
            // Rows 1 to 4 of 8 become 0.5 to 2 of 4: the middle of the first made row shows row 1.
            assertThat(mask.box()).isEqualTo(new Box(3, 0, 5, 2));
        }
        assertThat(placed.parts().area()).contains(12 * factor * factor);
        assertThat(placed.parts().crowd()).isTrue();
    }

    @Test
    void aCropCutsTheMaskAndForgetsPointsBeyondIt() {
        TrueObject placed = object().placed(Placement.cropped(new Box(3.5, 0, 7.5, 4), 8, 8, false));
        assertThat(placed.box()).isEqualTo(new Box(-3, 2, 5, 8));
        assertThat(placed.parts().mask().orElseThrow().pixels().box()).isEqualTo(new Box(0, 2, 5, 8));
        List<KeyPoint> points = placed.parts().keyPoints().orElseThrow().points();
        assertThat(points.getFirst()).isEqualTo(new KeyPoint(1, 4, Visibility.VISIBLE));
        assertThat(points.get(1)).isEqualTo(KeyPoint.UNKNOWN);
    }

    @Test
    void aMirrorExchangesLeftAndRight() {
        Placement mirror = Placement.resized(WIDTH, HEIGHT, 2 * WIDTH, 2 * HEIGHT, true);
        ObjectKeyPoints placed = object().placed(mirror).parts().keyPoints().orElseThrow();
        assertThat(placed.points())
                .containsExactly(
                        new KeyPoint(16, 4, Visibility.VISIBLE),
                        KeyPoint.UNKNOWN,
                        new KeyPoint(18, 3, Visibility.OCCLUDED));
        assertThat(placed.labelled()).isEqualTo(2);
        assertThat(mirror.back(placed.points().get(2))).isEqualTo(new KeyPoint(3, 1.5, Visibility.OCCLUDED));
    }

    @Test
    void namesSayWhatAMirrorExchanges() {
        KeyPointLayout layout = KeyPointLayout.byName(
                List.of("left_hip", "right_hip", "front_left_paw", "front_right_paw", "tail", "left_horn"),
                Optional.empty());
        assertThat(layout.mirrored()).containsExactly(1, 0, 3, 2, 4, 5);
    }

    @Test
    void layoutsThatNoMirrorUndoesAreRefused() {
        assertThatThrownBy(() -> new KeyPointLayout(List.of("a", "b", "c"), List.of(1, 2, 0), Optional.empty()))
                .hasMessageContaining("[1, 2, 0]");
        assertThatThrownBy(() -> KeyPointLayout.byName(List.of("a", "a"), Optional.empty()))
                .hasMessageContaining("different names");
        assertThatThrownBy(() -> KeyPointLayout.byName(List.of("a", "b"), Optional.of(List.of(0.1))))
                .hasMessageContaining("1 sigmas for 2 key points");
        assertThatThrownBy(() -> new ObjectKeyPoints(LAYOUT, List.of(KeyPoint.UNKNOWN)))
                .hasMessageContaining("1 key points, expected 3");
    }

    @Test
    void noMaskIsMadeUnlessSomebodyLooks() {
        var made = new AtomicInteger();
        ObjectMask mask = ObjectMask.made(() -> {
            made.incrementAndGet();
            return mask();
        });
        var object = new TrueObject(
                0, BOX, false, new ObjectParts(false, Optional.empty(), Optional.of(mask), Optional.empty()));
        TrueObject placed = object.placed(Placement.resized(WIDTH, HEIGHT, WIDTH, HEIGHT, true));
        assertThat(placed.box()).isEqualTo(new Box(6, 1, 10, 4));
        assertThat(made).hasValue(0);
        placed.parts().mask().orElseThrow().pixels();
        object.placed(Placement.resized(WIDTH, HEIGHT, WIDTH, HEIGHT, false))
                .parts()
                .mask()
                .orElseThrow()
                .pixels();
        assertThat(made).as("kept for the next time").hasValue(1);
    }
}

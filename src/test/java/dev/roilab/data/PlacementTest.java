package dev.roilab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.geometry.Box;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is done to a picture is done to what is true of it. */
class PlacementTest {
    private static final int WIDTH = 40;
    private static final int HEIGHT = 30;
    private static final Box BRIGHT = new Box(8, 6, 20, 16);

    /** White inside one box, black elsewhere. */
    private static Pixels picture() {
        byte[] rgb = new byte[3 * WIDTH * HEIGHT];
        for (int i = 0; i < rgb.length; i++) {
            int x = i / 3 % WIDTH;
            int y = i / 3 / WIDTH;
            boolean inside = x >= BRIGHT.x1() && x < BRIGHT.x2() && y >= BRIGHT.y1() && y < BRIGHT.y2();
            rgb[i] = (byte) (inside ? 255 : 0);
        }
        return new Pixels(WIDTH, HEIGHT, rgb);
    }

    private record Drawn(TrueObjects truth) implements Sample<TrueObjects> {
        @Override
        public String id() {
            return "drawn";
        }

        @Override
        public int width() {
            return WIDTH;
        }

        @Override
        public int height() {
            return HEIGHT;
        }

        @Override
        public Pixels read() {
            return picture();
        }
    }

    /** Weighs the light of a row of pixels, which says where the box lies to a fraction of a pixel. */
    private static double centre(float[] values, int start, int step, int count) {
        double sum = 0;
        double weighted = 0;
        for (int i = 0; i < count; i++) {
            double light = values[start + i * step] * ImagePreparation.DEVIATION[0] + ImagePreparation.MEAN[0];
            sum += light;
            weighted += light * (i + 0.5);
        }
        return weighted / sum;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aResizedAndMirroredPictureShowsItsObjectsWhereTheyAreSaidToBe(boolean flip) {
        var sample = new Drawn(new TrueObjects(List.of(new TrueObject(0, BRIGHT, false))));
        var preparation = new ImagePreparation(new ResizeRule(60, 80), 0);
        Prepared<TrueObjects> prepared = preparation.prepare(sample, flip);
        ImageBatch batch = preparation.batch(List.of(prepared));
        Box box = prepared.truth().objects().getFirst().box();
        int row = (int) ((box.y1() + box.y2()) / 2);
        int column = (int) ((box.x1() + box.x2()) / 2);
        double across = centre(batch.values(), row * batch.width(), 1, prepared.width());
        double down = centre(batch.values(), column, batch.width(), prepared.height());
        assertThat(across).isCloseTo((box.x1() + box.x2()) / 2, within(0.05));
        assertThat(down).isCloseTo((box.y1() + box.y2()) / 2, within(0.05));
        assertThat(box.width()).isCloseTo(2 * BRIGHT.width(), within(1e-9));
        assertThat(across > 40).as("right of the middle").isEqualTo(flip);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCropShowsItsObjectsWhereTheyAreSaidToBe(boolean flip) {
        var warper = new CropWarper(64, 8);
        Box window = new Box(4, 2, 30, 28);
        float[] crop = new float[warper.cropLength()];
        warper.warp(picture(), window, flip, crop, 0);
        Box box = warper.placement(window, flip).place(BRIGHT);
        int row = (int) ((box.y1() + box.y2()) / 2);
        int column = (int) ((box.x1() + box.x2()) / 2);
        // Beyond the picture's border the crop has the mean colour, which is no light of the box.
        Box picture = warper.placement(window, flip)
                .place(new Box(0, 0, WIDTH, HEIGHT))
                .clip(64, 64);
        int left = (int) Math.ceil(picture.x1());
        int top = (int) Math.ceil(picture.y1());
        double across = left + centre(crop, row * 64 + left, 1, (int) picture.x2() - left);
        double down = top + centre(crop, top * 64 + column, 64, (int) picture.y2() - top);
        assertThat(across).isCloseTo((box.x1() + box.x2()) / 2, within(0.05));
        assertThat(down).isCloseTo((box.y1() + box.y2()) / 2, within(0.05));
    }

    @Test
    void backUndoesPlace() {
        var random = new SplittableRandom(3);
        for (int i = 0; i < 100; i++) {
            Box window = new Box(-5 + random.nextDouble(10), random.nextDouble(10), 20 + random.nextDouble(10), 25);
            var placement = Placement.cropped(window, 1 + random.nextInt(50), 1 + random.nextInt(50), i % 2 == 0);
            Box back = placement.back(placement.place(BRIGHT));
            assertThat(back.x1()).isCloseTo(BRIGHT.x1(), within(1e-9));
            assertThat(back.y2()).isCloseTo(BRIGHT.y2(), within(1e-9));
        }
    }

    @Test
    void aDataSetWithOtherAnnotationsKeepsItsPictures() {
        var sample = new Drawn(new TrueObjects(List.of(new TrueObject(0, BRIGHT, false))));
        Dataset<TrueObjects> data =
                new Dataset<>("own", List.of("a"), List.of(sample), List.of(sample), "1", List.of("w"));
        Dataset<TrueObjects> without = data.map(_ -> new TrueObjects(List.of()));
        assertThat(without.train().getFirst().truth().objects()).isEmpty();
        assertThat(without.test().getFirst().read().rgb()).isEqualTo(picture().rgb());
        assertThat(without.fingerprint()).isEqualTo("1");
        assertThat(without.warnings()).containsExactly("w");
        assertThat(data.first(5, 0).train()).hasSize(1);
        assertThat(data.first(5, 0).test()).isEmpty();
    }
}

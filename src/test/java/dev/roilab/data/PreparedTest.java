package dev.roilab.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.geometry.Box;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Squares of prepared pictures, pixel by pixel. */
class PreparedTest {
    private static final int WIDTH = 12;
    private static final int HEIGHT = 9;
    private static final Box OBJECT = new Box(3, 2, 7, 8);

    /** Every pixel tells where it is. */
    private record Numbered() implements Sample<TrueObjects> {
        @Override
        public String id() {
            return "numbered";
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
        public TrueObjects truth() {
            return new TrueObjects(List.of(new TrueObject(0, OBJECT, false)));
        }

        @Override
        public Pixels read() {
            byte[] rgb = new byte[3 * WIDTH * HEIGHT];
            for (int i = 0; i < rgb.length; i++) {
                rgb[i] = (byte) (i / 3);
            }
            return new Pixels(WIDTH, HEIGHT, rgb);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 5", "3, 2, 6", "7, 4, 5", "-2, -3, 6", "9, 6, 7", "-3, -3, 20"})
    void aSquareShowsWhatThePictureShowsThere(int left, int top, int side) {
        var preparation = ImagePreparation.inSteps(new ResizeRule(HEIGHT, WIDTH), 0, 1);
        for (boolean flip : new boolean[] {false, true}) {
            Prepared<TrueObjects> whole = preparation.prepare(new Numbered(), flip);
            float[] picture = preparation.batch(List.of(whole)).values();
            Prepared<TrueObjects> square = whole.cut(left, top, side);
            float[] cut = preparation.batch(List.of(square)).values();
            for (int y = 0; y < side; y++) {
                for (int x = 0; x < side; x++) {
                    int column = left + x;
                    int row = top + y;
                    boolean inside = column >= 0 && row >= 0 && column < WIDTH && row < HEIGHT;
                    float found = cut[y * side + x];
                    if (inside) {
                        assertThat(found).isEqualTo(picture[row * WIDTH + column]);
                    } else {
                        assertThat(Math.abs(found)).as("about the mean colour").isLessThan(0.01f);
                    }
                }
            }
            Box moved = whole.truth().objects().getFirst().box().translate(-left, -top);
            assertThat(square.truth().objects().getFirst().box()).isEqualTo(moved);
            assertThat(square.toResized(OBJECT)).isEqualTo(moved);
            assertThat(square.toOriginal(moved)).isEqualTo(OBJECT);
        }
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void aMirroredPictureIsTheOneThatIsPreparedSo(boolean flip) {
        var preparation = ImagePreparation.inSteps(new ResizeRule(HEIGHT, WIDTH), 0, 1);
        Prepared<TrueObjects> turned = preparation.prepare(new Numbered(), flip).mirrored();
        Prepared<TrueObjects> other = preparation.prepare(new Numbered(), !flip);
        assertThat(turned.truth()).isEqualTo(other.truth());
        assertThat(turned.placement()).isEqualTo(other.placement());
        assertThat(preparation.batch(List.of(turned)).values())
                .isEqualTo(preparation.batch(List.of(other)).values());
    }
}

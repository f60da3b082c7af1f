package dev.roilab.data.shapes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.data.DataSets;
import dev.roilab.data.DataSettings;
import dev.roilab.data.Dataset;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObject;
import dev.roilab.data.TrueObjects;
import dev.roilab.geometry.Box;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class PatternPicturesTest {
    private static final int SIDE = 64;

    private static DataSettings.Patterns settings(int train, int shapes, int directions, double noise) {
        return new DataSettings.Patterns(3, SIDE, train, 40, shapes, directions, 0, noise, SIDE, SIDE);
    }

    private static Dataset<TrueObjects> data(int train, int shapes, int directions, double noise) {
        return DataSets.load(settings(train, shapes, directions, noise), Optional.empty());
    }

    @Test
    void classesAreShapesAndDirections() {
        List<String> names = data(400, 8, 4, 0).classes();
        assertThat(names).hasSize(32).startsWith("circle-0", "circle-45", "circle-90", "circle-135", "square-0");
        assertThat(data(40, 2, 3, 0).classes())
                .containsExactly("circle-0", "circle-60", "circle-120", "square-0", "square-60", "square-120");
        Set<Integer> drawn = new HashSet<>();
        data(400, 8, 4, 0).train().forEach(sample -> drawn.add(object(sample).label()));
        assertThat(drawn).hasSize(32);
    }

    private static TrueObject object(Sample<TrueObjects> sample) {
        assertThat(sample.truth().objects()).hasSize(1);
        return sample.truth().objects().getFirst();
    }

    /** If this fails because drawing was changed on purpose, the generator's version must change too. */
    @Test
    void picturesAreTheSameOnEveryMachineAndHoweverManyThereAre() {
        Dataset<TrueObjects> few = data(40, 8, 4, 6);
        CRC32 checksum = new CRC32();
        few.train().forEach(sample -> checksum.update(sample.read().rgb()));
        assertThat(checksum.getValue()).isEqualTo(1114631340L);
        Sample<TrueObjects> last = few.train().getLast();
        Dataset<TrueObjects> many = data(200_000, 8, 4, 6);
        assertThat(many.train().get(39).read().rgb()).isEqualTo(last.read().rgb());
        assertThat(many.train().get(39).truth()).isEqualTo(last.truth());
        assertThat(many.fingerprint()).isNotEqualTo(few.fingerprint());
    }

    /** The structure tensor of what lies well inside of a shape: its main direction is the normal of the stripes. */
    @Test
    void stripesRunAsTheClassSays() {
        for (Sample<TrueObjects> sample : data(60, 2, 4, 0).train()) {
            int degrees = 45 * (object(sample).label() % 4);
            double apart = Math.abs(direction(sample) - degrees) % 180;
            assertThat(Math.min(apart, 180 - apart)).as(sample.id()).isLessThan(12);
        }
    }

    /** Of the middle third of its box, in degrees. */
    private static double direction(Sample<TrueObjects> sample) {
        Box box = object(sample).box();
        byte[] rgb = sample.read().rgb();
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (int y = (int) (box.y1() + box.height() / 3); y < box.y2() - box.height() / 3; y++) {
            for (int x = (int) (box.x1() + box.width() / 3); x < box.x2() - box.width() / 3; x++) {
                double across = level(rgb, x + 1, y) - level(rgb, x - 1, y);
                double down = level(rgb, x, y + 1) - level(rgb, x, y - 1);
                xx += across * across;
                xy += across * down;
                yy += down * down;
            }
        }
        return Math.toDegrees(Math.atan2(2 * xy, xx - yy) / 2);
    }

    private static int level(byte[] rgb, int x, int y) {
        return rgb[3 * (y * SIDE + x)] & 255;
    }

    @Test
    void moreThanTwoDirectionsAreOthersInAMirror() {
        assertThat(settings(1, 1, 2, 0).isMirrorSensitive()).isFalse();
        assertThat(settings(1, 1, 3, 0).isMirrorSensitive()).isTrue();
    }

    @Test
    void everyWrongSettingIsNamed() {
        assertThatThrownBy(() -> new DataSettings.Patterns(1, 8, 0, 1, 9, 5, 2, -1, 8, 4))
                .hasMessageContaining("side")
                .hasMessageContaining("train")
                .hasMessageContaining("shapes")
                .hasMessageContaining("directions")
                .hasMessageContaining("clutter")
                .hasMessageContaining("noise")
                .hasMessageContaining("longer_side");
    }
}

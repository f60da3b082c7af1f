package dev.roilab.data.shapes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.data.DataSets;
import dev.roilab.data.DataSettings;
import dev.roilab.data.Dataset;
import dev.roilab.data.Sample;
import dev.roilab.data.TestSettings;
import dev.roilab.data.TrueObject;
import dev.roilab.data.TrueObjects;
import dev.roilab.geometry.Box;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ShapePicturesTest {
    private static final Dataset<TrueObjects> DATA = DataSets.load(TestSettings.shapes(7), Optional.empty());

    @Test
    void everyPictureIsTheSameInAnyOrderAndFromAnyThread() {
        Dataset<TrueObjects> again = DataSets.load(TestSettings.shapes(7), Optional.empty());
        List<byte[]> inOrder = DATA.train().stream().map(s -> s.read().rgb()).toList();
        List<Integer> reversed = IntStream.range(0, 40)
                .boxed()
                .sorted(Collections.reverseOrder())
                .toList();
        reversed.parallelStream()
                .forEach(i -> assertThat(again.train().get(i).read().rgb()).isEqualTo(inOrder.get(i)));
    }

    @Test
    void moreTrainingPicturesLeaveTheOthersAsTheyAre() {
        DataSettings.Shapes more = new DataSettings.Shapes(7, 128, 128, 60, 20, 6, 5, 14, 64, 0.3, 0.6, 6, 128, 128);
        Dataset<TrueObjects> longer = DataSets.load(more, Optional.empty());
        assertThat(longer.train().get(39).read().rgb())
                .isEqualTo(DATA.train().get(39).read().rgb());
        assertThat(longer.test().get(3).read().rgb())
                .isEqualTo(DATA.test().get(3).read().rgb());
    }

    /** If this fails because drawing was changed on purpose, the generator's version must change too. */
    @Test
    void picturesAreTheSameOnEveryMachine() {
        CRC32 checksum = new CRC32();
        DATA.train().forEach(sample -> checksum.update(sample.read().rgb()));
        assertThat(checksum.getValue()).isEqualTo(1405921433L);
    }

    @Test
    void seedsAndSplitsDiffer() {
        Dataset<TrueObjects> other = DataSets.load(TestSettings.shapes(8), Optional.empty());
        assertThat(other.train().get(0).read().rgb())
                .isNotEqualTo(DATA.train().get(0).read().rgb());
        assertThat(DATA.test().get(0).read().rgb())
                .isNotEqualTo(DATA.train().get(0).read().rgb());
        assertThat(other.fingerprint()).isNotEqualTo(DATA.fingerprint()).hasSize(64);
    }

    @Test
    void objectsKeepTheSettingsPromises() {
        int[] ofClass = new int[6];
        for (Sample<TrueObjects> sample :
                Stream.concat(DATA.train().stream(), DATA.test().stream()).toList()) {
            assertThat(sample.truth().objects()).hasSizeBetween(1, 5);
            for (TrueObject object : sample.truth().objects()) {
                Box box = object.box();
                assertThat(box.clip(128, 128)).isEqualTo(box);
                assertThat(Math.max(box.width(), box.height())).isBetween(14 - 1e-9, 64 + 1e-9);
                ofClass[object.label()]++;
            }
        }
        assertThat(ofClass).doesNotContain(0);
    }

    @Test
    void laterObjectsHideNoMoreThanAllowed() {
        for (Sample<TrueObjects> sample : DATA.train()) {
            List<TrueObject> objects = sample.truth().objects();
            for (int i = 0; i < objects.size(); i++) {
                ShapeSample shapes = (ShapeSample) sample;
                double hiddenArea =
                        shapes.coverage(i).area() - shapes.visible(i).area();
                assertThat(hiddenArea)
                        .isBetween(-1e-3, 0.3 * objects.get(i).box().area() + 1);
            }
        }
    }

    @Test
    void masksReachTheirBoxesToAPixel() {
        for (Sample<TrueObjects> sample : DATA.train()) {
            for (int i = 0; i < sample.truth().objects().size(); i++) {
                Coverage mask = ((ShapeSample) sample).coverage(i);
                Box box = sample.truth().objects().get(i).box();
                assertThat((double) mask.x()).isBetween(box.x1() - 1, box.x1());
                assertThat((double) mask.y()).isBetween(box.y1() - 1, box.y1());
                assertThat((double) mask.x() + mask.width()).isBetween(box.x2(), box.x2() + 1);
                assertThat((double) mask.y() + mask.height()).isBetween(box.y2(), box.y2() + 1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void coveredAreaAndCentreAreThoseOfTheGeometry(ShapeClass kind) {
        for (double angle = 0; angle < 6; angle += 0.37) {
            Outline unit = kind.outline(angle);
            Outline outline = unit.place(20 / unit.box().width(), 40.3 + angle, 41.8 - angle);
            Coverage mask = Coverage.of(outline, 100, 100);
            assertThat(mask.area()).isCloseTo(outline.area(), within(0.01 * outline.area()));
            assertThat(firstColumn(mask)).isCloseTo(outline.box().x1(), within(1.0));
        }
    }

    @Test
    void anUprightSquareIsCoveredExactlyAlongItsRows() {
        Outline square = new Outline.Polygon(new double[] {10.25, 20.5, 20.5, 10.25}, new double[] {5, 5, 9, 9});
        Coverage mask = Coverage.of(square, 64, 64);
        assertThat(mask.area()).isCloseTo(10.25 * 4, within(1e-4));
        assertThat(mask.at(10, 5)).isEqualTo(0.75f);
        assertThat(mask.at(20, 8)).isEqualTo(0.5f);
        assertThat(mask.at(15, 7)).isEqualTo(1f);
        assertThat(mask.at(21, 7)).isZero();
    }

    private static double firstColumn(Coverage mask) {
        for (int x = mask.x(); x < mask.x() + mask.width(); x++) {
            for (int y = mask.y(); y < mask.y() + mask.height(); y++) {
                if (mask.at(x, y) > 0) {
                    return x;
                }
            }
        }
        return Double.NaN;
    }

    @Test
    void noiseHasTheWantedDeviation() {
        DataSettings.Shapes quiet = new DataSettings.Shapes(3, 64, 64, 1, 1, 1, 1, 8, 9, 0, 0, 0, 64, 64);
        DataSettings.Shapes noisy = new DataSettings.Shapes(3, 64, 64, 1, 1, 1, 1, 8, 9, 0, 0, 9, 64, 64);
        byte[] clean =
                DataSets.load(quiet, Optional.empty()).train().getFirst().read().rgb();
        byte[] dirty =
                DataSets.load(noisy, Optional.empty()).train().getFirst().read().rgb();
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < clean.length; i++) {
            double difference = (dirty[i] & 0xFF) - (clean[i] & 0xFF);
            sum += difference;
            squares += difference * difference;
        }
        assertThat(sum / clean.length).isCloseTo(0, within(0.4));
        assertThat(Math.sqrt(squares / clean.length)).isCloseTo(9, within(0.4));
    }

    @Test
    void settingsReportAllTheirMistakesByYamlKey() {
        assertThatThrownBy(() -> new DataSettings.Shapes(1, 128, 128, 0, 1, 99, 5, 14, 300, 1, 2, -1, 128, 64))
                .hasMessage("""
                        train must be >= 1, got 0
                        occlusion must be in [0, 1), got 1.0
                        texture must be in [0, 1], got 2.0
                        noise must be in [0, 255] grey levels, got -1.0
                        classes must be <= 8, got 99
                        largest must fit into the picture, got 300.0
                        longer_side must be >= shorter_side (128), got 64""");
    }
}

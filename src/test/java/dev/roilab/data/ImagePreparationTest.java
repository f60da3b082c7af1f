package dev.roilab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.geometry.Box;
import dev.roilab.testing.ReferenceCases;
import dev.roilab.testing.ReferenceData;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

class ImagePreparationTest {
    private static final DataSettings.Shapes SETTINGS =
            new DataSettings.Shapes(5, 60, 40, 4, 1, 6, 3, 8, 30, 0.3, 0.5, 3, 50, 70);
    private static final Dataset<TrueObjects> DATA = DataSets.load(SETTINGS, Optional.empty());

    @ParameterizedTest
    @EnumSource(ReferenceCases.class)
    void resizeRuleEqualsTheReference(ReferenceCases source) {
        for (JsonNode expected : source.json("torch_detection/resize_rule").get("cases")) {
            int[] size = ReferenceData.ints(expected.get("hw"));
            ResizeRule rule = new ResizeRule(
                    expected.get("min_size").asInt(), expected.get("max_size").asInt());
            Resizing.Extent resized = rule.resized(size[1], size[0]);
            assertThat(new int[] {resized.height(), resized.width()})
                    .isEqualTo(ReferenceData.ints(expected.get("resized_hw")));
            assertThat(new int[] {ImageBuckets.roundUp(resized.height()), ImageBuckets.roundUp(resized.width())})
                    .isEqualTo(ReferenceData.ints(expected.get("padded_hw")));
        }
    }

    @Test
    void resizeRuleIsExactWhereTheFactorIsNot() {
        for (int side = 1; side < 2000; side++) {
            assertThat(new ResizeRule(600, 1000).resized(side, side)).isEqualTo(new Resizing.Extent(600, 600));
        }
    }

    @Test
    void boxesFollowTheActualRatioOfTheSides() {
        Sample<TrueObjects> sample = DATA.train().getFirst();
        Prepared<TrueObjects> prepared = new ImagePreparation(SETTINGS).prepare(sample, false);
        assertThat(prepared.width()).isEqualTo(70); // 60 * 70 / 60: the longer side's limit
        assertThat(prepared.height()).isEqualTo(46); // 40 * 70 / 60 = 46.67, cut
        Box original = sample.truth().objects().getFirst().box();
        assertThat(prepared.truth().objects().getFirst().box()).isEqualTo(original.scale(70 / 60.0, 46 / 40.0));
    }

    @Test
    void toOriginalUndoesToResized() {
        for (boolean flip : new boolean[] {false, true}) {
            Prepared<TrueObjects> prepared =
                    new ImagePreparation(SETTINGS).prepare(DATA.train().get(1), flip);
            Box box = new Box(3, 4, 20, 30);
            Box back = prepared.toOriginal(prepared.toResized(box));
            assertThat(back.x1()).isCloseTo(3, within(1e-9));
            assertThat(back.y2()).isCloseTo(30, within(1e-9));
        }
    }

    @Test
    void flippingTwiceChangesNothing() {
        ImagePreparation preparation = new ImagePreparation(SETTINGS);
        Prepared<TrueObjects> plain = preparation.prepare(DATA.train().get(2), false);
        Prepared<TrueObjects> flipped = preparation.prepare(DATA.train().get(2), true);
        for (int i = 0; i < plain.truth().objects().size(); i++) {
            Box twice = flipped.truth().objects().get(i).box().flip(flipped.width());
            assertThat(twice.x1())
                    .isCloseTo(plain.truth().objects().get(i).box().x1(), within(1e-9));
            assertThat(twice.x2())
                    .isCloseTo(plain.truth().objects().get(i).box().x2(), within(1e-9));
        }
        ImageBatch batch = preparation.batch(List.of(plain, flipped));
        int plane = batch.height() * batch.width();
        for (int i = 0; i < 3 * 46; i++) {
            int row = i / 46 * plane + i % 46 * batch.width();
            for (int x = 0; x < 70; x++) {
                assertThat(batch.values()[3 * plane + row + 69 - x]).isEqualTo(batch.values()[row + x]);
            }
        }
    }

    @Test
    void batchesAreNormalisedAndPaddedWithZeros() {
        ImagePreparation preparation = new ImagePreparation(SETTINGS);
        Prepared<TrueObjects> image = preparation.prepare(DATA.train().get(3), false);
        ImageBatch batch = preparation.batch(List.of(image));
        assertThat(batch.width()).isEqualTo(96);
        assertThat(batch.height()).isEqualTo(64);
        int plane = 64 * 96;
        double green = (image.pixels().rgb()[(10 * 70 + 20) * 3 + 1] & 0xFF) / 255.0;
        assertThat((double) batch.values()[plane + 10 * 96 + 20]).isCloseTo((green - 0.456) / 0.224, within(1e-5));
        assertThat(batch.values()[2 * plane + 10 * 96 + 70]).isZero();
        assertThat(batch.values()[46 * 96 + 5]).isZero();
    }

    @Test
    void keptImagesAreReadOnceAndOthersEachTime() {
        AtomicInteger readings = new AtomicInteger();
        Sample<TrueObjects> counted = new Counted(DATA.train().getFirst(), readings);
        ImagePreparation keeping = new ImagePreparation(SETTINGS, 1);
        byte[] first = keeping.prepare(counted, false).pixels().rgb();
        assertThat(keeping.prepare(counted, true).pixels().rgb()).isEqualTo(first);
        assertThat(readings).hasValue(1);
        ImagePreparation forgetting = new ImagePreparation(SETTINGS);
        forgetting.prepare(counted, false);
        forgetting.prepare(counted, false);
        assertThat(readings).hasValue(3);
    }

    private record Counted(Sample<TrueObjects> sample, AtomicInteger readings) implements Sample<TrueObjects> {
        @Override
        public String id() {
            return sample.id();
        }

        @Override
        public int width() {
            return sample.width();
        }

        @Override
        public int height() {
            return sample.height();
        }

        @Override
        public TrueObjects truth() {
            return sample.truth();
        }

        @Override
        public Pixels read() {
            readings.incrementAndGet();
            return sample.read();
        }
    }
}

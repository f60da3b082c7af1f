package dev.roilab.detect.staged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.data.DataSets;
import dev.roilab.data.DataSettings;
import dev.roilab.data.Pixels;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.detect.ScaleSettings;
import dev.roilab.detect.TrainSettings;
import dev.roilab.detect.region.HeadSettings;
import dev.roilab.detect.region.PooledNetwork;
import dev.roilab.geometry.Box;
import dev.roilab.model.sppnet.PyramidEncoder;
import dev.roilab.nn.RandomStreams;
import dev.roilab.nn.Schedule;
import dev.roilab.roi.RoiLayer;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import dev.roilab.tensor.Precision;
import dev.roilab.testing.Models;
import dev.roilab.timing.Stages;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys of {@code train} that fine-tuning shares with Fast R-CNN mean what they mean there. */
class FineTuningTest {
    private static final DataSettings PICTURES =
            new DataSettings.Shapes(3, 64, 64, 5, 1, 2, 1, 24, 40, 0, 0.2, 2, 64, 64);

    @TempDir
    private Path folder = Path.of("");

    /** Of every picture its object, which is foreground, and a corner, which is background. */
    private static List<ImageWindows> windows() {
        List<ImageWindows> images = new ArrayList<>();
        for (Sample<TrueObjects> sample :
                DataSets.load(PICTURES, Optional.empty()).train()) {
            images.add(ImageWindows.of(sample, List.of(new Box(0, 0, 3, 3), new Box(60, 60, 64, 64))));
        }
        return images;
    }

    private static TrainSettings settings(int images, boolean flip) {
        return new TrainSettings(1, images, flip, Precision.F32, 0.1, 0.9, 0, new Schedule.Constant(0));
    }

    @Test
    void aBatchComesFromAsManyImagesAsTheSettingsSay() {
        var one = new WindowPool(windows(), Models.sampling(16), 1);
        Set<Integer> seen = new HashSet<>();
        for (int step = 0; step < 40; step++) {
            List<WindowPool.Choice> drawn = one.draw(new SplittableRandom(step));
            Set<Integer> images = drawn.stream().map(WindowPool.Choice::image).collect(Collectors.toSet());
            assertThat(images).hasSize(1);
            seen.addAll(images);
            assertThat(drawn)
                    .hasSize(16)
                    .filteredOn(choice -> choice.label() > 0)
                    .hasSize(4);
        }
        assertThat(seen).hasSize(5);
        var two = new WindowPool(windows(), Models.sampling(16), 2);
        for (int step = 0; step < 40; step++) {
            assertThat(two.draw(new SplittableRandom(step)).stream()
                            .map(WindowPool.Choice::image)
                            .distinct())
                    .hasSizeBetween(1, 2);
        }
    }

    /** R-CNN (arXiv:1311.2524), section 2.3. */
    @Test
    void asManyImagesAsRegionsAreAllImagesAlike() {
        List<WindowPool.Choice> drawn =
                new WindowPool(windows(), Models.sampling(64), 64).draw(new SplittableRandom(1));
        assertThat(drawn.stream().map(WindowPool.Choice::image).distinct()).hasSize(5);
        assertThat(drawn).hasSize(64).filteredOn(choice -> choice.label() > 0).hasSize(16);
    }

    @Test
    void storedFeaturesAreMirroredIfTheSettingsSaySo() {
        List<ImageWindows> images = windows();
        int rows = images.stream().mapToInt(image -> image.boxes().size()).sum();
        long[] upright = new long[images.size()];
        long[] mirrored = new long[images.size()];
        try (var cache = new FeatureCache(folder, 1)) {
            for (int row = 0; row < 2 * rows; row++) {
                cache.put(row, new float[] {row < rows ? 1 : 2}, 0);
            }
            for (int i = 0; i < upright.length; i++) {
                upright[i] = 3L * i;
                mirrored[i] = rows + 3L * i;
            }
            var both = new FineTuning.Rows(upright, mirrored);
            assertThat(values(images, true, cache, both)).containsOnly(1f, 2f).contains(1f, 2f);
            assertThat(values(images, false, cache, both)).containsOnly(1f);
        }
    }

    private static List<Float> values(
            List<ImageWindows> images, boolean flip, FeatureCache cache, FineTuning.Rows rows) {
        var batches = new FineTuning(images, Models.sampling(16), settings(16, flip), new RandomStreams(1));
        List<Float> values = new ArrayList<>();
        for (float value : batches.features(0, cache, rows).values()) {
            values.add(value);
        }
        return values;
    }

    /** The pyramids of a mirrored picture are those of its mirror image. */
    @Test
    void mirroredPyramidsAreThoseOfTheMirrorImage() {
        Sample<TrueObjects> sample = windows().getFirst().sample();
        List<Box> boxes = List.of(new Box(4, 8, 30, 40), new Box(20, 10, 60, 50));
        List<Box> across = boxes.stream().map(box -> box.flip(64)).toList();
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            var network = new PooledNetwork(
                    engine,
                    new BackboneSettings.Tiny(8, 16, Optional.empty(), 0),
                    new RoiLayer.Spp(List.of(2, 1)),
                    new HeadSettings.Fc(List.of(8)),
                    3,
                    new RandomStreams(1));
            var encoder = new PyramidEncoder(engine, network, new ScaleSettings(List.of(64), 32));
            float[] mirrored = pyramids(encoder.mirrored(), sample, boxes);
            assertThat(mirrored).isEqualTo(pyramids(encoder, new MirrorImage(sample), across));
            assertThat(mirrored).isNotEqualTo(pyramids(encoder, sample, boxes));
        }
    }

    private static float[] pyramids(PyramidEncoder encoder, Sample<TrueObjects> sample, List<Box> boxes) {
        List<float[]> found = new ArrayList<>();
        encoder.encode(
                sample,
                boxes,
                Stages.UNTIMED,
                (_, _, pooled) -> found.add(pooled.value().toFloats()));
        return found.getFirst();
    }

    private record MirrorImage(Sample<TrueObjects> sample) implements Sample<TrueObjects> {
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
            return new TrueObjects(List.of());
        }

        @Override
        public Pixels read() {
            Pixels upright = sample.read();
            byte[] rgb = new byte[upright.rgb().length];
            for (int pixel = 0; pixel < rgb.length / 3; pixel++) {
                int x = pixel % width();
                int from = pixel - x + width() - 1 - x;
                System.arraycopy(upright.rgb(), 3 * from, rgb, 3 * pixel, 3);
            }
            return new Pixels(width(), height(), rgb);
        }
    }
}

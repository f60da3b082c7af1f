package dev.roilab.detect.staged;

import dev.roilab.data.CropWarper;
import dev.roilab.data.ImagePreparation;
import dev.roilab.data.Prepared;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.TrainSettings;
import dev.roilab.detect.region.SamplingSettings;
import dev.roilab.geometry.Box;
import dev.roilab.nn.RandomStreams;
import dev.roilab.tensor.Shape;
import dev.roilab.train.LabelledBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * The mini-batches of fine-tuning on windows, by step: R-CNN (arXiv:1311.2524), section 2.3. A batch depends on the
 * seed and its step alone. How many images a batch's windows come from is {@link WindowPool}'s business.
 */
public final class FineTuning {
    /** Name of the stage in reports. */
    public static final String STAGE = "fine-tuning";

    private final List<ImageWindows> images;
    private final WindowPool pool;
    private final TrainSettings settings;
    private final RandomStreams random;

    /** Batches of some images' windows. */
    public FineTuning(
            List<ImageWindows> images, SamplingSettings sampling, TrainSettings settings, RandomStreams random) {
        this.images = images;
        this.pool = new WindowPool(images, sampling, settings.images());
        this.settings = settings;
        this.random = random;
    }

    /** The training images with their proposals, of which those without extent are left out. */
    public static List<ImageWindows> windows(SystemParts parts) {
        List<ImageWindows> images = new ArrayList<>();
        for (Sample<TrueObjects> sample : parts.data().train()) {
            List<Box> proposals =
                    parts.proposals().of(sample).stream().filter(Box::hasExtent).toList();
            images.add(ImageWindows.of(sample, proposals));
        }
        return List.copyOf(images);
    }

    /** Warped crops, half of them mirrored if the settings say so. */
    public LabelledBatch crops(int step, CropWarper warper, ImagePreparation preparation) {
        SplittableRandom stream = random.stream("batch " + step);
        List<WindowPool.Choice> drawn = pool.draw(stream);
        float[] values = new float[Math.multiplyExact(drawn.size(), warper.cropLength())];
        for (int i = 0; i < drawn.size(); i++) {
            ImageWindows image = images.get(drawn.get(i).image());
            Prepared<?> prepared = preparation.prepare(image.sample(), false);
            Box window = prepared.toResized(image.boxes().get(drawn.get(i).window()));
            boolean flip = settings.flip() && stream.nextBoolean();
            warper.warp(prepared.pixels(), window, flip, values, i * warper.cropLength());
        }
        return new LabelledBatch(
                values,
                Shape.of(drawn.size(), 3, warper.size(), warper.size()),
                labels(drawn),
                new float[0],
                ids(drawn));
    }

    /** Where the features of each image begin, of the image as it is and mirrored. */
    public @SuppressWarnings("ArrayRecordComponent") // row numbers on their way to a cache; never compared
    record Rows(long[] upright, long[] mirrored) {}

    /** Features that were computed before, half of them of mirrored images if the settings say so. */
    public LabelledBatch features(int step, FeatureCache cache, Rows rows) {
        SplittableRandom stream = random.stream("batch " + step);
        List<WindowPool.Choice> drawn = pool.draw(stream);
        float[] values = new float[Math.multiplyExact(drawn.size(), cache.dimensions())];
        for (int i = 0; i < drawn.size(); i++) {
            WindowPool.Choice choice = drawn.get(i);
            boolean flip = settings.flip() && stream.nextBoolean();
            long[] firstRows = flip ? rows.mirrored() : rows.upright();
            float[] row = cache.read(firstRows[choice.image()] + choice.window(), 1);
            System.arraycopy(row, 0, values, i * row.length, row.length);
        }
        return new LabelledBatch(
                values, Shape.of(drawn.size(), cache.dimensions()), labels(drawn), new float[0], ids(drawn));
    }

    private static int[] labels(List<WindowPool.Choice> drawn) {
        return drawn.stream().mapToInt(WindowPool.Choice::label).toArray();
    }

    private List<String> ids(List<WindowPool.Choice> drawn) {
        Map<Integer, String> ids = new TreeMap<>();
        drawn.forEach(choice ->
                ids.put(choice.image(), images.get(choice.image()).sample().id()));
        return List.copyOf(ids.values());
    }
}

package dev.roilab.detect;

import dev.roilab.data.ImageBatch;
import dev.roilab.data.ImagePreparation;
import dev.roilab.data.Prepared;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.nn.RandomStreams;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The mini-batches of a training that learns from whole images, by step. What is learned of them depends on the network
 * and is decided in the step itself. Batch k depends on the seed and k alone.
 */
public final class ImageSampling {
    private final List<Sample<TrueObjects>> samples;
    private final List<ImagePreparation> scales;
    private final TrainSettings settings;
    private final RandomStreams random;
    private final ImageOrder order;
    private final Augmentation augmentation;

    /** What a training makes of a resized picture, another thing each time. */
    @FunctionalInterface
    public interface Augmentation {
        Prepared<TrueObjects> of(Prepared<TrueObjects> image, SplittableRandom random);
    }

    /** Of the training split, at the sizes that its settings name. */
    public ImageSampling(SystemParts parts, RandomStreams random) {
        this(parts, parts.scales().of(parts.train()), random);
    }

    /** @param scales one of which is drawn for each mini-batch */
    public ImageSampling(SystemParts parts, List<ImagePreparation> scales, RandomStreams random) {
        this(parts, scales, random, (image, _) -> image);
    }

    /** The same with something done to each picture. */
    public ImageSampling(
            SystemParts parts, List<ImagePreparation> scales, RandomStreams random, Augmentation augmentation) {
        this.samples = parts.data().train();
        this.scales = List.copyOf(scales);
        this.settings = parts.train();
        this.random = random;
        this.augmentation = augmentation;
        this.order = new ImageOrder(random, samples.size());
    }

    /**
     * What one training step sees.
     *
     * @param step counted from 0
     * @param images N prepared images
     * @param pixels of all of them
     */
    public record MiniBatch(int step, List<Prepared<TrueObjects>> images, ImageBatch pixels) {
        /** Of its images, in their order. */
        public List<String> ids() {
            return images.stream().map(Prepared::id).toList();
        }
    }

    /** The batch of a step, counted from 0; from any thread. */
    public MiniBatch batch(int step) {
        SplittableRandom stream = random.stream("batch " + step);
        ImagePreparation preparation = scales.get(scales.size() == 1 ? 0 : stream.nextInt(scales.size()));
        List<Prepared<TrueObjects>> images = new ArrayList<>();
        for (int i = 0; i < settings.images(); i++) {
            Sample<TrueObjects> sample = samples.get(order.index((long) step * settings.images() + i));
            Prepared<TrueObjects> image = preparation.prepare(sample, settings.flip() && stream.nextBoolean());
            images.add(augmentation.of(image, stream));
        }
        return new MiniBatch(step, List.copyOf(images), preparation.batch(images));
    }
}

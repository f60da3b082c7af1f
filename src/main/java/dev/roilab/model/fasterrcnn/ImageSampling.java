package dev.roilab.model.fasterrcnn;

import dev.roilab.data.ImagePreparation;
import dev.roilab.data.Prepared;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.detect.ImageOrder;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.TrainSettings;
import dev.roilab.nn.RandomStreams;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The images of a training's mini-batches, by step: section 3.1.3. What is learned of them depends on the network and
 * is drawn in the step itself. Batch k depends on the seed and k alone.
 */
final class ImageSampling {
    private final List<Sample<TrueObjects>> samples;
    private final List<ImagePreparation> scales;
    private final TrainSettings settings;
    private final RandomStreams random;
    private final ImageOrder order;

    /** Of the training split. */
    ImageSampling(SystemParts parts, RandomStreams random) {
        this.samples = parts.data().train();
        this.scales = parts.scales().of(parts.train());
        this.settings = parts.train();
        this.random = random;
        this.order = new ImageOrder(random, samples.size());
    }

    /** The batch of a step, counted from 0; from any thread. */
    MiniBatch batch(int step) {
        SplittableRandom stream = random.stream("batch " + step);
        ImagePreparation preparation = scales.get(scales.size() == 1 ? 0 : stream.nextInt(scales.size()));
        List<Prepared<TrueObjects>> images = new ArrayList<>();
        for (int i = 0; i < settings.images(); i++) {
            Sample<TrueObjects> sample = samples.get(order.index((long) step * settings.images() + i));
            images.add(preparation.prepare(sample, settings.flip() && stream.nextBoolean()));
        }
        return new MiniBatch(step, List.copyOf(images), preparation.batch(images));
    }
}

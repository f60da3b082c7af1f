package dev.roilab.model.pixelwindow;

import dev.roilab.data.ImageBatch;
import dev.roilab.detect.ImageSampling;
import dev.roilab.detect.ImageSampling.MiniBatch;
import dev.roilab.detect.pixel.PixelTruth;
import dev.roilab.model.pixelwindow.PixelWindows.Place;
import dev.roilab.nn.RandomStreams;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The windows of a training, by step: of each picture some pixels that have a class, each as likely as any other.
 *
 * @param count of pixels a picture
 */
record PixelDraws(ImageSampling pictures, PixelWindows windows, int count, RandomStreams random) {
    /**
     * What one training step sees.
     *
     * @param windows [B, 3, side, side]
     * @param labels B of them
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on once
    record WindowBatch(int step, List<String> ids, ImageBatch windows, int[] labels) {}

    /** The batch of a step, counted from 0; from any thread. */
    WindowBatch batch(int step) {
        MiniBatch batch = pictures.batch(step);
        int height = batch.pixels().height();
        int width = batch.pixels().width();
        int[] labels = PixelTruth.of(batch.images(), height, width);
        SplittableRandom stream = random.stream("pixels " + step);
        List<Place> places = new ArrayList<>();
        List<Integer> chosen = new ArrayList<>();
        for (int image = 0; image < batch.images().size(); image++) {
            int first = image * height * width;
            int[] counted = IntStream.range(first, first + height * width)
                    .filter(place -> labels[place] >= 0)
                    .toArray();
            for (int draw = 0; draw < count && counted.length > 0; draw++) {
                int place = counted[stream.nextInt(counted.length)];
                places.add(new Place(image, (place - first) % width, (place - first) / width));
                chosen.add(labels[place]);
            }
        }
        return new WindowBatch(
                step,
                batch.ids(),
                windows.of(batch.pixels(), places),
                chosen.stream().mapToInt(label -> label).toArray());
    }
}

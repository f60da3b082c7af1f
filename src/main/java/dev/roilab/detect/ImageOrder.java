package dev.roilab.detect;

import dev.roilab.nn.RandomStreams;
import java.util.SplittableRandom;

/**
 * In which order a training sees its images: an endless sequence of epochs, each a permutation of its own.
 *
 * @param random streams of the training's seed
 * @param count images
 */
public record ImageOrder(RandomStreams random, int count) {
    /** The image at a place of the sequence, counted from 0; from any thread. */
    public int index(long position) {
        long epoch = position / count;
        int[] order = new int[count];
        SplittableRandom stream = random.stream("epoch " + epoch);
        for (int i = 0; i < count; i++) {
            int j = stream.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order[(int) (position % count)];
    }
}

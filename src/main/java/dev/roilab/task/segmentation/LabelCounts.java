package dev.roilab.task.segmentation;

import dev.roilab.data.parts.LabelMap;

/**
 * What all measures of segmentation are made of, for each class: counts of pixels, of one picture or added up over
 * several. Pixels that the truth ignores are not counted.
 */
final class LabelCounts {
    private final long[] right;
    private final long[] truth;
    private final long[] found;
    private final long[] bandsMeet;
    private final long[] bandsTogether;

    /** Of no picture. */
    LabelCounts(int classes) {
        right = new long[classes];
        truth = new long[classes];
        found = new long[classes];
        bandsMeet = new long[classes];
        bandsTogether = new long[classes];
    }

    /**
     * Of a picture.
     *
     * @throws IllegalArgumentException if the maps differ in size, or have a label that is no class; that of a pixel
     *     that the truth ignores may be any
     */
    static LabelCounts of(LabelMap truth, LabelMap found, int classes) {
        if (truth.width() != found.width() || truth.height() != found.height()) {
            throw new IllegalArgumentException("found labels of %d x %d pixels, expected the picture's %d x %d"
                    .formatted(found.width(), found.height(), truth.width(), truth.height()));
        }
        byte[] wanted = truth.labels();
        byte[] said = found.labels().clone();
        for (int place = 0; place < wanted.length; place++) {
            if ((wanted[place] & 0xFF) == LabelMap.IGNORED) {
                said[place] = wanted[place];
            } else {
                requireClass(wanted[place] & 0xFF, classes, "true");
                requireClass(said[place] & 0xFF, classes, "found");
            }
        }
        var counts = new LabelCounts(classes);
        counts.count(
                wanted,
                said,
                ContourBand.of(wanted, truth.height(), truth.width()),
                ContourBand.of(said, truth.height(), truth.width()));
        return counts;
    }

    private static void requireClass(int label, int classes, String adjective) {
        if (label >= classes) {
            throw new IllegalArgumentException(
                    "a %s label is %d, expected less than %d classes".formatted(adjective, label, classes));
        }
    }

    private void count(byte[] wanted, byte[] said, boolean[] wantedBand, boolean[] saidBand) {
        for (int place = 0; place < wanted.length; place++) {
            int is = wanted[place] & 0xFF;
            if (is == LabelMap.IGNORED) {
                continue;
            }
            int says = said[place] & 0xFF;
            truth[is]++;
            found[says]++;
            if (is == says) {
                right[is]++;
                bandsMeet[is] += wantedBand[place] && saidBand[place] ? 1 : 0;
                bandsTogether[is] += wantedBand[place] || saidBand[place] ? 1 : 0;
            } else {
                bandsTogether[is] += wantedBand[place] ? 1 : 0;
                bandsTogether[says] += saidBand[place] ? 1 : 0;
            }
        }
    }

    /** Adds those of a picture that counts so many times. */
    void add(LabelCounts picture, int times) {
        add(right, picture.right, times);
        add(truth, picture.truth, times);
        add(found, picture.found, times);
        add(bandsMeet, picture.bandsMeet, times);
        add(bandsTogether, picture.bandsTogether, times);
    }

    private static void add(long[] sums, long[] counts, int times) {
        for (int label = 0; label < sums.length; label++) {
            sums[label] += counts[label] * times;
        }
    }

    int classes() {
        return truth.length;
    }

    /** Right pixels of a class, of all that are or are said to be its; not a number where there is none. */
    double iou(int label) {
        return ratio(right[label], truth[label] + found[label] - right[label]);
    }

    /** The same of the pixels in the bands alone. */
    double boundaryIou(int label) {
        return ratio(bandsMeet[label], bandsTogether[label]);
    }

    /** Right pixels of a class, of its own; not a number where there is none. */
    double accuracy(int label) {
        return ratio(right[label], truth[label]);
    }

    /** Right pixels, of all. */
    double pixelAccuracy() {
        return ratio(sum(right), sum(truth));
    }

    /** The IoU of each class, weighted by its pixels. */
    double frequencyWeightedIou() {
        double weighted = 0;
        for (int label = 0; label < classes(); label++) {
            weighted += truth[label] == 0 ? 0 : truth[label] * iou(label);
        }
        return weighted / sum(truth);
    }

    private static long sum(long[] counts) {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }

    private static double ratio(long part, long whole) {
        return whole == 0 ? Double.NaN : (double) part / whole;
    }
}

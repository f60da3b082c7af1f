package dev.roilab.bench;

import dev.roilab.geometry.Box;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** How many objects the first boxes of a search meet, image by image, so that two searches can be compared in pairs. */
final class RecallTally {
    /** How many boxes count, best first; the last stands for all. */
    private static final int[] COUNTS = {500, 1000, 2000, Integer.MAX_VALUE};

    private static final double[] OVERLAPS = {0.5, 0.7};
    private static final int SHUFFLES = 20;
    private static final int RESAMPLES = 10_000;

    /** One image: objects met by the first boxes, [COUNTS, OVERLAPS], as ranked and in the mean over random orders. */
    @SuppressWarnings("ArrayRecordComponent") // made once and only read
    private record Found(double[] ranked, double[] shuffled, int objects, int boxes) {
        double[] met(boolean asRanked) {
            return asRanked ? ranked : shuffled;
        }
    }

    private final List<Found> images = new ArrayList<>();

    void add(AnnotatedImage image, List<Box> boxes) {
        double[] ranked = new double[COUNTS.length * OVERLAPS.length];
        double[] shuffled = new double[ranked.length];
        var random = new SplittableRandom(images.size());
        int[] order = new int[boxes.size()];
        Arrays.setAll(order, box -> box);
        for (var object : image.truth().objects()) {
            double[] ious =
                    boxes.stream().mapToDouble(box -> box.iou(object.box())).toArray();
            count(ious, order, 1, ranked);
            for (int shuffle = 0; shuffle < SHUFFLES; shuffle++) {
                int[] other = order.clone();
                for (int i = other.length - 1; i > 0; i--) {
                    int place = random.nextInt(i + 1);
                    int box = other[place];
                    other[place] = other[i];
                    other[i] = box;
                }
                count(ious, other, 1.0 / SHUFFLES, shuffled);
            }
        }
        images.add(new Found(ranked, shuffled, image.truth().objects().size(), boxes.size()));
    }

    private static void count(double[] ious, int[] order, double weight, double[] met) {
        double best = 0;
        int place = 0;
        for (int count = 0; count < COUNTS.length; count++) {
            for (; place < Math.min(COUNTS[count], order.length); place++) {
                best = Math.max(best, ious[order[place]]);
            }
            for (int overlap = 0; overlap < OVERLAPS.length; overlap++) {
                met[count * OVERLAPS.length + overlap] += best >= OVERLAPS[overlap] ? weight : 0;
            }
        }
    }

    /** Images, objects, boxes and a recall for each count and overlap. */
    String recall(boolean asRanked) {
        int objects = images.stream().mapToInt(Found::objects).sum();
        double boxes = images.stream().mapToInt(Found::boxes).average().orElse(0);
        return "%d images, %d objects, %.0f boxes an image;".formatted(images.size(), objects, boxes)
                + table(entry -> String.format(
                        Locale.ROOT,
                        "%.3f",
                        images.stream()
                                        .mapToDouble(image -> image.met(asRanked)[entry])
                                        .sum()
                                / objects));
    }

    /**
     * This recall less another's on the same images, with the 2.5th and 97.5th percentiles over images drawn again with
     * replacement (a paired bootstrap: both searches see the same draws).
     */
    String lead(RecallTally other, boolean asRanked) {
        return table(entry -> {
            double[] differences = new double[images.size()];
            Arrays.setAll(
                    differences,
                    image -> images.get(image).met(asRanked)[entry]
                            - other.images.get(image).met(asRanked)[entry]);
            return interval(differences);
        });
    }

    private String interval(double[] differences) {
        var random = new SplittableRandom(0);
        double[] draws = new double[RESAMPLES];
        for (int draw = 0; draw < RESAMPLES; draw++) {
            double difference = 0;
            int objects = 0;
            for (int i = 0; i < differences.length; i++) {
                int image = random.nextInt(differences.length);
                difference += differences[image];
                objects += images.get(image).objects();
            }
            draws[draw] = difference / Math.max(1, objects);
        }
        Arrays.sort(draws);
        int objects = images.stream().mapToInt(Found::objects).sum();
        return String.format(
                Locale.ROOT,
                "%+.3f [%+.3f, %+.3f]",
                Arrays.stream(differences).sum() / objects,
                draws[RESAMPLES / 40],
                draws[RESAMPLES - 1 - RESAMPLES / 40]);
    }

    private interface Cell {
        String text(int entry);
    }

    private static String table(Cell cell) {
        var line = new StringBuilder();
        for (int count = 0; count < COUNTS.length; count++) {
            line.append(COUNTS[count] == Integer.MAX_VALUE ? " all:" : " first %d:".formatted(COUNTS[count]));
            for (int overlap = 0; overlap < OVERLAPS.length; overlap++) {
                String text = cell.text(count * OVERLAPS.length + overlap);
                line.append(' ').append(text).append(" at ").append(OVERLAPS[overlap]);
            }
            line.append(count + 1 < COUNTS.length ? "," : "");
        }
        return line.toString();
    }
}

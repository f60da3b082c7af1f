package dev.roilab.task.segmentation;

import dev.roilab.data.DataException;
import dev.roilab.data.Dataset;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObject;
import dev.roilab.data.TrueObjects;
import dev.roilab.data.parts.LabelMap;
import dev.roilab.data.parts.ObjectMask;
import dev.roilab.geometry.mask.RunLengthMask;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The true class of each pixel: that of the data's own map, or the object's that the pixel belongs to.
 *
 * <p>A map that is made of objects has one class more than the data, {@value #BACKGROUND}, which is its first. Objects
 * are painted in the order of the file, each over those before it; the pixels of crowds and of difficult objects are
 * ignored where no other object covers them.
 */
public final class TrueLabels {
    /** The class of pixels of no object. */
    public static final String BACKGROUND = "background";

    /** Of pictures in a message. */
    private static final int MOST_NAMED = 5;

    private TrueLabels() {}

    /**
     * Of a picture, or of what was made of it.
     *
     * @param truth with a map of labels, or with the pixels of each object
     * @param height of the picture
     * @param width of the picture
     */
    public static LabelMap of(TrueObjects truth, int height, int width) {
        return truth.labels()
                .orElseGet(() -> LabelMap.made(height, width, () -> painted(truth.objects(), height, width)));
    }

    private static byte[] painted(List<TrueObject> objects, int height, int width) {
        byte[] labels = new byte[height * width];
        objects.stream()
                .filter(TrueLabels::isIgnored)
                .forEach(object -> paint(labels, width, pixels(object), (byte) LabelMap.IGNORED));
        objects.stream()
                .filter(Predicate.not(TrueLabels::isIgnored))
                .forEach(object -> paint(labels, width, pixels(object), (byte) (object.label() + 1)));
        return labels;
    }

    private static boolean isIgnored(TrueObject object) {
        return object.difficult() || object.parts().crowd();
    }

    private static RunLengthMask pixels(TrueObject object) {
        return object.parts().mask().map(ObjectMask::pixels).orElseThrow();
    }

    private static void paint(byte[] labels, int width, RunLengthMask mask, byte label) {
        int[] counts = mask.counts();
        int place = 0;
        for (int run = 0; run < counts.length; run++) {
            int end = place + counts[run];
            for (; run % 2 == 1 && place < end; place++) {
                labels[place % mask.height() * width + place / mask.height()] = label;
            }
            place = end;
        }
    }

    /**
     * The classes of a data set's pixels, in the order of their labels.
     *
     * @throws DataException if some of its pictures have neither a map nor the pixels of every object, if a map has
     *     another size than its picture, or if there are more classes than a map can tell apart
     */
    static List<String> classes(Dataset<TrueObjects> data) {
        List<Sample<TrueObjects>> all =
                Stream.concat(data.train().stream(), data.test().stream()).toList();
        List<String> names = new ArrayList<>(data.classes());
        if (all.stream().anyMatch(sample -> sample.truth().labels().isPresent())) {
            refuse(all, sample -> sample.truth().labels().isEmpty(), "have no map of labels, and others have one");
            refuse(
                    all,
                    sample -> !fits(sample, sample.truth().labels().orElseThrow()),
                    "have a map of labels of another size than theirs");
        } else {
            refuse(
                    all,
                    sample -> sample.truth().objects().stream()
                            .anyMatch(object -> object.parts().mask().isEmpty()),
                    "have objects whose pixels are not known, and no map of labels; segmentation needs one of the two");
            names.addFirst(BACKGROUND);
        }
        if (names.size() > LabelMap.MOST_CLASSES) {
            throw new DataException(List.of("data: there are %d classes of pixels, expected at most %d"
                    .formatted(names.size(), LabelMap.MOST_CLASSES)));
        }
        return List.copyOf(names);
    }

    private static boolean fits(Sample<?> sample, LabelMap map) {
        return map.width() == sample.width() && map.height() == sample.height();
    }

    private static void refuse(
            List<Sample<TrueObjects>> samples, Predicate<Sample<TrueObjects>> isWrong, String problem) {
        List<String> wrong = samples.stream().filter(isWrong).map(Sample::id).toList();
        if (!wrong.isEmpty()) {
            String ids = String.join(", ", wrong.subList(0, Math.min(MOST_NAMED, wrong.size())));
            throw new DataException(
                    List.of("data: %d of %d pictures %s: %s".formatted(wrong.size(), samples.size(), problem, ids)
                            + (wrong.size() > MOST_NAMED ? ", ..." : "")));
        }
    }
}

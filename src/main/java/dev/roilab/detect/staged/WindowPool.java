package dev.roilab.detect.staged;

import dev.roilab.data.TrueObject;
import dev.roilab.detect.region.SamplingSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * The windows of all training images, from which the mini-batches of R-CNN (arXiv:1311.2524), section 2.3, are drawn:
 * uniformly over the whole data set, foreground at a fixed part. Foreground are windows that overlap an object enough;
 * background are those whose largest overlap lies in a band. Where there is nothing of one kind, the other takes its
 * place, as in Fast R-CNN's sampling.
 *
 * <p>Where a batch has fewer images than regions, it is drawn as Fast R-CNN (arXiv:1504.08083), section 2.3, draws it:
 * first its images, then as many windows from each.
 */
final class WindowPool {
    private final Kinds all = new Kinds();
    private final Map<Integer, Kinds> byImage = new TreeMap<>();
    private final int count;
    private final int foregroundCount;
    private final int imageCount;

    /**
     * One window.
     *
     * @param image its place among the training images
     * @param window its place among that image's boxes
     * @param label 0 for background, else 1 + the object's class
     */
    record Choice(int image, int window, int label) {}

    /** Windows to draw from, by what they are. */
    private record Kinds(List<Choice> foreground, List<Choice> background) {
        Kinds() {
            this(new ArrayList<>(), new ArrayList<>());
        }

        /** One of them, of the wanted kind if there is any. */
        Choice draw(boolean wantForeground, SplittableRandom random) {
            boolean fromForeground = background.isEmpty() || (wantForeground && !foreground.isEmpty());
            List<Choice> pool = fromForeground ? foreground : background;
            return pool.get(random.nextInt(pool.size()));
        }
    }

    /** @param imageCount from which a batch is drawn; as many as its regions: from all */
    WindowPool(List<ImageWindows> images, SamplingSettings settings, int imageCount) {
        for (int image = 0; image < images.size(); image++) {
            ImageWindows windows = images.get(image);
            for (int window = 0; window < windows.boxes().size(); window++) {
                sort(windows, image, window, settings);
            }
        }
        this.count = settings.rois();
        this.foregroundCount = settings.foregroundCount();
        this.imageCount = imageCount;
    }

    private void sort(ImageWindows windows, int image, int window, SamplingSettings settings) {
        var box = windows.boxes().get(window);
        var nearest = windows.nearest(box);
        double overlap = nearest.map(TrueObject::box).map(box::iou).orElse(0.0);
        if (overlap >= settings.foregroundIou()) {
            var choice = new Choice(image, window, nearest.orElseThrow().label() + 1);
            all.foreground().add(choice);
            of(image).foreground().add(choice);
        } else if (overlap >= settings.backgroundIou().from()
                && overlap < settings.backgroundIou().to()) {
            var choice = new Choice(image, window, 0);
            all.background().add(choice);
            of(image).background().add(choice);
        }
    }

    private Kinds of(int image) {
        return byImage.computeIfAbsent(image, _ -> new Kinds());
    }

    /** One mini-batch, foreground first, each window drawn independently of the others; empty if there are none. */
    List<Choice> draw(SplittableRandom random) {
        if (byImage.isEmpty()) {
            return List.of();
        }
        List<Kinds> sources = sources(random);
        List<Choice> drawn = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            drawn.add(sources.get(i % sources.size()).draw(i < foregroundCount, random));
        }
        return drawn;
    }

    /** What the windows of a batch are drawn from, in turn. */
    private List<Kinds> sources(SplittableRandom random) {
        if (imageCount == count) {
            return List.of(all);
        }
        List<Kinds> images = List.copyOf(byImage.values());
        List<Kinds> sources = new ArrayList<>();
        for (int i = 0; i < imageCount; i++) {
            sources.add(images.get(random.nextInt(images.size())));
        }
        return sources;
    }
}

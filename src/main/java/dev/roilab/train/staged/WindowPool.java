package dev.roilab.train.staged;

import dev.roilab.data.TrueObject;
import dev.roilab.train.TrainSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The windows of all training images, from which the mini-batches of R-CNN (arXiv:1311.2524), section 2.3, are drawn:
 * uniformly over the whole data set, foreground at a fixed part. Foreground are windows that overlap an object enough;
 * background are those whose largest overlap lies in a band. Where there is nothing of one kind, the other takes its
 * place, as in Fast R-CNN's sampling.
 */
final class WindowPool {
    private final List<Choice> foreground = new ArrayList<>();
    private final List<Choice> background = new ArrayList<>();
    private final int count;
    private final int foregroundCount;

    /**
     * One window.
     *
     * @param image its place among the training images
     * @param window its place among that image's boxes
     * @param label 0 for background, else 1 + the object's class
     */
    record Choice(int image, int window, int label) {}

    WindowPool(List<ImageWindows> images, TrainSettings settings) {
        for (int image = 0; image < images.size(); image++) {
            ImageWindows windows = images.get(image);
            for (int window = 0; window < windows.boxes().size(); window++) {
                sort(windows, image, window, settings);
            }
        }
        this.count = settings.rois();
        this.foregroundCount = (int) Math.round(settings.rois() * settings.foreground());
    }

    private void sort(ImageWindows windows, int image, int window, TrainSettings settings) {
        var box = windows.boxes().get(window);
        var nearest = windows.nearest(box);
        double overlap = nearest.map(TrueObject::box).map(box::iou).orElse(0.0);
        if (overlap >= settings.foregroundIou()) {
            foreground.add(new Choice(image, window, nearest.orElseThrow().label() + 1));
        } else if (overlap >= settings.backgroundIou().from()
                && overlap < settings.backgroundIou().to()) {
            background.add(new Choice(image, window, 0));
        }
    }

    /** One mini-batch, foreground first, each window drawn independently of the others; empty if there are none. */
    List<Choice> draw(SplittableRandom random) {
        if (foreground.isEmpty() && background.isEmpty()) {
            return List.of();
        }
        List<Choice> drawn = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            boolean fromForeground = background.isEmpty() || (i < foregroundCount && !foreground.isEmpty());
            List<Choice> pool = fromForeground ? foreground : background;
            drawn.add(pool.get(random.nextInt(pool.size())));
        }
        return drawn;
    }
}

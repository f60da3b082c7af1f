package dev.roilab.detect;

import dev.roilab.data.DataSettings;
import dev.roilab.data.ImagePreparation;
import dev.roilab.data.ResizeRule;
import dev.roilab.data.Resizing;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The preparations of one data set at the sizes that trainings and tests ask for, made at the first request and shared
 * from then on. The limit of the longer side grows and shrinks with the shorter side.
 */
public final class ImageScales {
    private final DataSettings sizes;
    private final int megabytes;
    private final Map<Integer, ImagePreparation> bySide = new TreeMap<>();

    /** @param megabytes how much of the resized images to keep at each size, at most */
    public ImageScales(DataSettings sizes, int megabytes) {
        this.sizes = sizes;
        this.megabytes = megabytes;
    }

    /** The data set's own size. */
    public ImagePreparation own() {
        return at(sizes.shorterSide());
    }

    /** The sizes that a training draws from. */
    public List<ImagePreparation> of(TrainSettings settings) {
        return settings.scales().map(this::at).orElseGet(() -> List.of(own()));
    }

    /** The sizes at which a test sees each image. */
    public ImagePyramid of(TestSettings settings) {
        return settings.scales()
                .map(scales -> new ImagePyramid(at(scales.shorterSides()), Optional.of(scales)))
                .orElseGet(() -> ImagePyramid.of(own()));
    }

    private List<ImagePreparation> at(List<Integer> sides) {
        return sides.stream().map(this::at).toList();
    }

    private ImagePreparation at(int side) {
        return bySide.computeIfAbsent(side, shorter -> new ImagePreparation(rule(sizes, shorter), megabytes));
    }

    /** The data set's own size, in batches whose sides are multiples of a network's stride and no larger. */
    public ImagePreparation own(int stride) {
        return at(List.of(sizes.shorterSide()), stride).getFirst();
    }

    /** The sizes that a training draws from, in such batches. */
    public List<ImagePreparation> of(TrainSettings settings, int stride) {
        return at(settings.scales().orElse(List.of(sizes.shorterSide())), stride);
    }

    /** Some shorter sides, in such batches. */
    public List<ImagePreparation> at(List<Integer> sides, int stride) {
        return sides.stream()
                .map(side -> ImagePreparation.inSteps(rule(sizes, side), megabytes, stride))
                .toList();
    }

    /** Batches of one size, whatever the data's own: squares of this side. */
    public ImagePreparation squares(Resizing rule, int side) {
        return new ImagePreparation(rule, megabytes, side);
    }

    /** How images are resized to a shorter side that need not be the data's own. */
    public static ResizeRule rule(DataSettings sizes, int shorterSide) {
        double factor = (double) shorterSide / sizes.shorterSide();
        int longer = (int) Math.max(shorterSide, Math.round(sizes.longerSide() * factor));
        return new ResizeRule(shorterSide, longer);
    }
}

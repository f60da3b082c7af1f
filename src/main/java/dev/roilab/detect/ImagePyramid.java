package dev.roilab.detect;

import dev.roilab.data.ImagePreparation;
import dev.roilab.data.Sample;
import dev.roilab.geometry.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The sizes at which a test sees each image, and which region is taken from which: the one where its area is nearest
 * that of a given square. Fast R-CNN (arXiv:1504.08083), section 2.4; SPPnet (arXiv:1406.4729), section 4.1.
 *
 * @param preparations one a scale
 * @param settings of the scales; absent where there is one
 */
public record ImagePyramid(List<ImagePreparation> preparations, Optional<ScaleSettings> settings) {
    public ImagePyramid {
        preparations = List.copyOf(preparations);
    }

    /** Every image at one size. */
    public static ImagePyramid of(ImagePreparation preparation) {
        return new ImagePyramid(List.of(preparation), Optional.empty());
    }

    /** The places in {@code regions} of those that belong to each scale. */
    public List<List<Integer>> assign(Sample<?> sample, List<Box> regions) {
        List<List<Integer>> places = new ArrayList<>();
        preparations.forEach(_ -> places.add(new ArrayList<>()));
        double side = Math.min(sample.width(), sample.height());
        for (int r = 0; r < regions.size(); r++) {
            Box region = regions.get(r);
            places.get(settings.map(scales -> scales.nearest(region, side)).orElse(0))
                    .add(r);
        }
        return places;
    }
}

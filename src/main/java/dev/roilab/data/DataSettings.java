package dev.roilab.data;

import java.util.List;
import java.util.Optional;

/** The {@code data} block of a study. */
public sealed interface DataSettings {
    /** Length of the shorter side that images are resized to, in pixels. */
    int shorterSide();

    /** The longer side after resizing is at most this, in pixels. */
    int longerSide();

    /**
     * Synthetic pictures of geometric shapes over textured ground; boxes are exact to a fraction of a pixel.
     *
     * @param seed of the pictures; independent of the trials' seeds, so that all trials see the same data
     * @param width of a picture in pixels
     * @param height of a picture in pixels
     * @param train number of training pictures
     * @param test number of held-out pictures
     * @param classes how many of the shape classes to draw
     * @param objects most objects a picture; at least one is drawn
     * @param smallest side of the smallest object, in pixels
     * @param largest side of the largest object, in pixels
     * @param occlusion the largest part of an object's box, in [0, 1), that a later object may cover
     * @param texture strength of the ground's and the shapes' texture, in [0, 1]
     * @param noise standard deviation of the pixel noise, in grey levels
     */
    record Shapes(
            long seed,
            int width,
            int height,
            int train,
            int test,
            int classes,
            int objects,
            double smallest,
            double largest,
            double occlusion,
            double texture,
            double noise,
            int shorterSide,
            int longerSide)
            implements DataSettings {}

    /**
     * A folder in Pascal VOC layout: {@code Annotations/*.xml}, {@code JPEGImages}, {@code ImageSets/Main/*.txt}.
     *
     * @param root the folder; absent: {@code --data-root} gives it
     * @param classes names in label order; a name in the annotations that is not here is an error
     * @param trainSplit names under {@code ImageSets/Main} whose union is trained on
     * @param testSplit name under {@code ImageSets/Main} that is tested on
     * @param onBadBox what to do with a box without extent or outside its image
     */
    record Voc(
            Optional<String> root,
            List<String> classes,
            List<String> trainSplit,
            String testSplit,
            OnBadBox onBadBox,
            int shorterSide,
            int longerSide)
            implements DataSettings {}

    /** What becomes of a box without extent or outside its image. */
    enum OnBadBox {
        /** The study does not start. */
        FAIL,
        /** The box is cut to the image; one without extent is left out. */
        CLIP,
        /** The box is left out. */
        SKIP
    }
}

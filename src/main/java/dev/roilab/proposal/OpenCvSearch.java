package dev.roilab.proposal;

import static org.bytedeco.opencv.global.opencv_ximgproc.createSelectiveSearchSegmentation;

import dev.roilab.geometry.Box;
import dev.roilab.proposal.ProposalSettings.Mode;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.RectVector;

/**
 * Selective search by OpenCV's ximgproc.
 *
 * <p>OpenCV ranks its boxes with the C library's {@code rand()}, whose state other images and threads move; the set of
 * boxes does not depend on it. So {@link SelectiveSearch} ranks them.
 */
final class OpenCvSearch {
    private OpenCvSearch() {}

    /** The boxes of an image, [H, W, 3], blue first; some more than once, in no reproducible order. */
    static List<Box> find(Mat image, Mode mode) {
        try (var found = new RectVector();
                var searcher = createSelectiveSearchSegmentation()) {
            searcher.setBaseImage(image);
            switch (mode) {
                case FAST -> searcher.switchToSelectiveSearchFast();
                case QUALITY -> searcher.switchToSelectiveSearchQuality();
            }
            searcher.process(found);
            List<Box> boxes = new ArrayList<>();
            for (var rectangle : found.get()) {
                boxes.add(new Box(
                        rectangle.x(),
                        rectangle.y(),
                        rectangle.x() + (double) rectangle.width(),
                        rectangle.y() + (double) rectangle.height()));
            }
            return boxes;
        }
    }
}

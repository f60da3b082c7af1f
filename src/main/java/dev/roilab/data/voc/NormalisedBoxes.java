package dev.roilab.data.voc;

import dev.roilab.data.check.Findings;
import dev.roilab.data.check.PictureFile;
import dev.roilab.data.voc.VocAnnotation.Marked;
import java.util.List;

/**
 * Finds boxes in shares of the picture's width and height, as YOLO's files have them, where pixels are expected: read
 * as pixels, each would be a speck in the upper left corner that no system can find.
 */
final class NormalisedBoxes {
    private NormalisedBoxes() {}

    /**
     * Whether most boxes of a file lie within 0..1 and have fractions; if so, that is an error, with the first of them.
     * Boxes of whole numbers may be a pixel in the corner.
     */
    static boolean found(List<Marked> objects, PictureFile picture, Findings findings) {
        List<Marked> within = objects.stream().filter(NormalisedBoxes::isWithin).toList();
        if (2 * within.size() <= objects.size() || within.stream().allMatch(NormalisedBoxes::isWhole)) {
            return false;
        }
        Marked first = within.getFirst();
        findings.error(
                "files with normalised boxes",
                "%s: object %d (%s): box %s; %d of %d boxes of this file lie within 0..1, which looks like shares of the picture's"
                                .formatted(
                                        first.boxPlace(),
                                        first.number(),
                                        first.name(),
                                        BoxCheck.text(first),
                                        within.size(),
                                        objects.size())
                        + " width and height; expected pixels: multiply x by %d and y by %d"
                                .formatted(picture.width(), picture.height()));
        return true;
    }

    private static boolean isWithin(Marked object) {
        return isShare(object.left()) && isShare(object.top()) && isShare(object.right()) && isShare(object.bottom());
    }

    private static boolean isShare(double coordinate) {
        return coordinate >= 0 && coordinate <= 1;
    }

    private static boolean isWhole(Marked object) {
        return Math.rint(object.left()) == object.left()
                && Math.rint(object.top()) == object.top()
                && Math.rint(object.right()) == object.right()
                && Math.rint(object.bottom()) == object.bottom();
    }
}

package dev.roilab.data.check;

import java.util.Arrays;
import java.util.List;

/**
 * Finds boxes in shares of the picture's width and height, as YOLO's files have them, where pixels are expected: read
 * as pixels, each would be a speck in the upper left corner that no system can find.
 */
public final class NormalisedBoxes {
    private NormalisedBoxes() {}

    /**
     * A box as a file writes it.
     *
     * @param text place, object and numbers, for messages
     * @param numbers corners, or a corner and extents; of shares, none is larger than 1
     */
    @SuppressWarnings("ArrayRecordComponent") // read once, then gone
    public record Written(String text, double[] numbers) {
        private boolean liesWithin(double first) {
            return Arrays.stream(numbers).allMatch(number -> number >= first && number <= first + 1);
        }

        private boolean isWhole() {
            return Arrays.stream(numbers).allMatch(number -> Math.rint(number) == number);
        }
    }

    /**
     * Whether most boxes of a picture lie within its first pixel and have fractions; if so, that is an error, with the
     * first of them. Boxes of whole numbers may be a pixel in the corner.
     *
     * @param first what the file calls the first column and row: 0 or 1; shares to which a 1 was added are found too
     */
    public static boolean found(List<Written> boxes, int first, int width, int height, Findings findings) {
        return foundFrom(boxes, 0, width, height, findings)
                || (first == 1 && foundFrom(boxes, 1, width, height, findings));
    }

    private static boolean foundFrom(List<Written> boxes, int first, int width, int height, Findings findings) {
        List<Written> within =
                boxes.stream().filter(box -> box.liesWithin(first)).toList();
        if (2 * within.size() <= boxes.size() || within.stream().allMatch(Written::isWhole)) {
            return false;
        }
        findings.error(
                "pictures with normalised boxes",
                "%s; %d of %d %s within %d..%d, which looks like shares of its width and height%s; expected pixels: multiply x by %d and y by %d"
                        .formatted(
                                within.getFirst().text(),
                                within.size(),
                                boxes.size(),
                                boxes.size() == 1 ? "box of this picture lies" : "boxes of this picture lie",
                                first,
                                first + 1,
                                first == 0 ? "" : ", counted from 1",
                                width,
                                height));
        return true;
    }
}

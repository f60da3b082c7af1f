package dev.roilab.geometry.mask;

import java.util.Arrays;

/**
 * Run lengths as the text of COCO's files (pycocotools' {@code rleToString}). From the fourth on, a length is written
 * as its difference from the one two before. A number is cut into groups of five bits, the lowest first, until what is
 * left repeats the last group's highest bit; a sixth bit says that another group follows; 48 makes it a character.
 */
final class CompressedCounts {
    private static final int BITS = 5;
    private static final int MORE = 1 << BITS;
    private static final int SIGN = MORE >> 1;
    private static final char FIRST = '0';
    private static final char LAST = FIRST + 2 * MORE - 1;

    /** Lengths before these are written as they are. */
    private static final int PLAIN = 3;

    /** Groups of a number; seven hold the difference of any two lengths. */
    private static final int MOST_GROUPS = 7;

    private CompressedCounts() {}

    static String encode(int[] counts) {
        var text = new StringBuilder(2 * counts.length);
        for (int run = 0; run < counts.length; run++) {
            long rest = run < PLAIN ? counts[run] : (long) counts[run] - counts[run - 2];
            boolean more = true;
            while (more) {
                int group = (int) rest & (MORE - 1);
                rest >>= BITS;
                more = (group & SIGN) != 0 ? rest != -1 : rest != 0;
                text.append((char) (FIRST + group + (more ? MORE : 0)));
            }
        }
        return text.toString();
    }

    static int[] decode(String text) {
        int[] counts = new int[text.length()];
        int size = 0;
        int place = 0;
        while (place < text.length()) {
            long number = 0;
            int groups = 0;
            int group = MORE;
            while ((group & MORE) != 0) {
                group = group(text, place++, groups);
                number |= (long) (group & (MORE - 1)) << (BITS * groups++);
            }
            if ((group & SIGN) != 0) {
                number |= -1L << (BITS * groups);
            }
            number += size < PLAIN ? 0 : counts[size - 2];
            if (number < 0 || number > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("run length " + size + " of a compressed mask is " + number
                        + ", expected 0 to " + Integer.MAX_VALUE);
            }
            counts[size++] = (int) number;
        }
        return Arrays.copyOf(counts, size);
    }

    private static int group(String text, int place, int before) {
        if (place == text.length()) {
            throw new IllegalArgumentException(
                    "compressed run lengths end within a number, after " + place + " characters; the text is cut off");
        }
        char character = text.charAt(place);
        if (character < FIRST || character > LAST || before == MOST_GROUPS) {
            throw new IllegalArgumentException("compressed run lengths have '" + character + "' at place " + place
                    + ", expected " + (before == MOST_GROUPS ? "a number's end" : FIRST + " to " + LAST));
        }
        return character - FIRST;
    }
}

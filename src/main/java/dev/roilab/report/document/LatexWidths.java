package dev.roilab.report.document;

/**
 * How wide text of a table is in print: Computer Modern at 8 points, the widest of the fonts that papers are set in.
 * Knuth, Computer Modern Typefaces (1986); the numbers are those of cmr8.tfm and cmbx8.tfm.
 */
final class LatexWidths {
    /** Points. */
    static final double FONT_SIZE = 8;

    /** Thousandths of the font size, from the exclamation mark to the tilde. */
    private static final int[] ROMAN = {
        295, 531, 885, 531, 885, 826, 295, 413, 413, 531, 826, 295, 354, 295, 531, 531, 531, 531, 531, 531, 531, 531,
        531, 531, 531, 295, 295, 826, 826, 826, 502, 826, 796, 752, 767, 811, 723, 693, 834, 796, 383, 545, 825, 664,
        973, 796, 826, 723, 826, 782, 590, 767, 796, 796, 1091, 796, 796, 649, 295, 531, 295, 531, 531, 295, 531, 590,
        472, 590, 472, 325, 531, 590, 295, 325, 561, 295, 885, 590, 531, 590, 561, 414, 419, 413, 590, 561, 767, 561,
        561, 472, 531, 295, 531, 531
    };

    /** Bold text by its worst ratio to roman, over letters and digits. */
    private static final double BOLD = 1.16;

    private static final int SPACE = 354;
    private static final int THIN_SPACE = 178;

    /** Capital letters with accents, mathematical signs. */
    private static final int OTHER = 830;

    private LatexWidths() {}

    /** Points, on one line. */
    static double of(String text, boolean bold) {
        int sum = LatexText.typeset(text).codePoints().map(LatexWidths::of).sum();
        return sum * FONT_SIZE / 1000 * (bold ? BOLD : 1);
    }

    /** Points, on one line. */
    static double of(Text text) {
        return text.spans().stream()
                .mapToDouble(span -> of(span.text(), span.bold()))
                .sum();
    }

    /** Points that the widest piece takes which cannot be broken. */
    static double ofLongestPiece(Text text) {
        double longest = 0;
        for (Text.Span span : text.spans()) {
            for (String piece : LatexText.pieces(span.text())) {
                longest = Math.max(longest, of(piece, span.bold()));
            }
        }
        return longest;
    }

    private static int of(int character) {
        return switch (character) {
            case ' ' -> SPACE;
            case '\u2009' -> THIN_SPACE;
            case '\u200B' -> 0;
            default -> character > ' ' && character < 0x7F ? ROMAN[character - '!'] : OTHER;
        };
    }
}

package dev.roilab.data;

/**
 * What an image file asks viewers to do with its rows and columns: the orientation of EXIF (CIPA DC-008, tag 0x0112),
 * whose values 1 to 8 are in this order.
 */
enum Turn {
    NONE("not turned"),
    MIRRORED("mirrored left to right"),
    HALF("turned by 180 degrees"),
    UPSIDE_DOWN("mirrored top to bottom"),
    TRANSPOSED("mirrored along its diagonal"),
    RIGHT("turned by 90 degrees to the right"),
    TRANSVERSED("mirrored along its other diagonal"),
    LEFT("turned by 90 degrees to the left");

    private final String words;

    Turn(String words) {
        this.words = words;
    }

    /** Values that EXIF does not know ask for nothing. */
    static Turn of(int orientation) {
        return orientation >= 1 && orientation <= values().length ? values()[orientation - 1] : NONE;
    }

    boolean swapsSides() {
        return ordinal() >= TRANSPOSED.ordinal();
    }

    String text() {
        return words + " (EXIF orientation " + (ordinal() + 1) + ")";
    }

    /** The picture as viewers show it. */
    Pixels shown(Pixels stored) {
        if (this == NONE) {
            return stored;
        }
        int width = swapsSides() ? stored.height() : stored.width();
        int height = swapsSides() ? stored.width() : stored.height();
        byte[] rgb = new byte[stored.rgb().length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                System.arraycopy(stored.rgb(), 3 * place(x, y, stored), rgb, 3 * (y * width + x), 3);
            }
        }
        return new Pixels(width, height, rgb);
    }

    /** Where pixel x, y of the shown picture is stored. */
    private int place(int x, int y, Pixels stored) {
        int right = stored.width() - 1;
        int bottom = stored.height() - 1;
        return switch (this) {
            case NONE -> y * stored.width() + x;
            case MIRRORED -> y * stored.width() + right - x;
            case HALF -> (bottom - y) * stored.width() + right - x;
            case UPSIDE_DOWN -> (bottom - y) * stored.width() + x;
            case TRANSPOSED -> x * stored.width() + y;
            case RIGHT -> (bottom - x) * stored.width() + y;
            case TRANSVERSED -> (bottom - x) * stored.width() + right - y;
            case LEFT -> x * stored.width() + right - y;
        };
    }
}

package dev.roilab.data;

/**
 * What an image file asks viewers to do with its rows and columns: the orientation of EXIF (CIPA DC-008, tag 0x0112).
 */
public enum Turn {
    NONE(1, "not turned"),
    MIRRORED(2, "mirrored left to right"),
    HALF(3, "turned by 180 degrees"),
    UPSIDE_DOWN(4, "mirrored top to bottom"),
    TRANSPOSED(5, "mirrored along its diagonal"),
    RIGHT(6, "turned by 90 degrees to the right"),
    TRANSVERSED(7, "mirrored along its other diagonal"),
    LEFT(8, "turned by 90 degrees to the left");

    private final int orientation;
    private final String words;

    Turn(int orientation, String words) {
        this.orientation = orientation;
        this.words = words;
    }

    /** Values that EXIF does not know ask for nothing. */
    public static Turn of(int orientation) {
        for (Turn turn : values()) {
            if (turn.orientation == orientation) {
                return turn;
            }
        }
        return NONE;
    }

    /** EXIF's number for it, 1 to 8. */
    int orientation() {
        return orientation;
    }

    /** Whether width and height change places. */
    public boolean swapsSides() {
        return orientation >= TRANSPOSED.orientation;
    }

    /** In words, with EXIF's number. */
    public String text() {
        return words + " (EXIF orientation " + orientation + ")";
    }

    /** The picture as viewers show it. */
    public Pixels shown(Pixels stored) {
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

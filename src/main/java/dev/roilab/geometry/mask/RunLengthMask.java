package dev.roilab.geometry.mask;

import dev.roilab.geometry.Box;
import java.util.Arrays;

/**
 * Which pixels of a picture belong to an object, as COCO encodes it (Lin et al., arXiv:1405.0312; pycocotools'
 * {@code RLE}): the pixels are read column by column, and runs of pixels outside and inside take turns. Immutable;
 * equal masks are equal objects. Everything here walks along runs, so that its time grows with the outline and not with
 * the area.
 *
 * <p>Pixel {@code (x, y)} has the place {@code x * height + y}; a picture has at most 2^31 - 1 pixels.
 */
public final class RunLengthMask {
    private final int height;
    private final int width;

    /** Two a run of pixels inside, rising: the place of its first pixel, and one past that of its last. */
    private final int[] runs;

    private final int area;
    private final Extent extent;

    private RunLengthMask(int height, int width, int[] runs) {
        this.height = height;
        this.width = width;
        this.runs = runs;
        int sum = 0;
        for (int run = 0; run < runs.length; run += 2) {
            sum += runs[run + 1] - runs[run];
        }
        this.area = sum;
        this.extent = Extent.of(height, runs);
    }

    /** The least rectangle around the pixels inside; right and bottom are exclusive. */
    private record Extent(int left, int top, int right, int bottom) {
        static Extent of(int height, int[] runs) {
            if (runs.length == 0) {
                return new Extent(0, 0, 0, 0);
            }
            int top = height;
            int bottom = 0;
            for (int run = 0; run < runs.length; run += 2) {
                int last = runs[run + 1] - 1;
                boolean oneColumn = runs[run] / height == last / height;
                top = Math.min(top, oneColumn ? runs[run] % height : 0);
                bottom = Math.max(bottom, oneColumn ? last % height + 1 : height);
            }
            return new Extent(runs[0] / height, top, (runs[runs.length - 1] - 1) / height + 1, bottom);
        }

        boolean meets(Extent other) {
            return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
        }
    }

    /**
     * From COCO's run lengths.
     *
     * @param counts lengths of the runs, the first outside; zero is allowed anywhere
     * @throws IllegalArgumentException if a length is negative or all of them do not make {@code height * width} pixels
     */
    public static RunLengthMask of(int height, int width, int[] counts) {
        int pixels = pixels(height, width);
        int[] flips = new int[counts.length];
        long place = 0;
        for (int run = 0; run < counts.length; run++) {
            if (counts[run] < 0) {
                throw new IllegalArgumentException(
                        "run length " + run + " of a mask is " + counts[run] + ", expected at least 0");
            }
            place += counts[run];
            flips[run] = (int) Math.min(place, pixels);
        }
        if (place != pixels) {
            throw new IllegalArgumentException("the run lengths of a mask " + width + " wide and " + height
                    + " high add up to " + place + ", expected " + pixels);
        }
        return ofFlips(height, width, flips, counts.length);
    }

    /**
     * From COCO's compressed run lengths, {@link #compressed()}.
     *
     * @throws IllegalArgumentException that names the character if the text is no such code, or as {@link #of}
     */
    public static RunLengthMask ofCompressed(int height, int width, String counts) {
        return of(height, width, CompressedCounts.decode(counts));
    }

    /**
     * From a picture.
     *
     * @param inside [height, width], row by row
     * @throws IllegalArgumentException if there are not as many pixels as the size says
     */
    public static RunLengthMask ofBitmap(int height, int width, boolean[] inside) {
        if (inside.length != pixels(height, width)) {
            throw new IllegalArgumentException("a bitmap has " + inside.length + " pixels, expected " + width + " x "
                    + height + " = " + pixels(height, width));
        }
        var flips = new IntList();
        boolean before = false;
        for (int x = 0; x < width; x++) {
            for (int y = 0; y < height; y++) {
                if (inside[y * width + x] != before) {
                    before = !before;
                    flips.add(x * height + y);
                }
            }
        }
        return ofFlips(height, width, flips.array(), flips.size());
    }

    /** A mask without a pixel inside. */
    public static RunLengthMask empty(int height, int width) {
        pixels(height, width);
        return new RunLengthMask(height, width, new int[0]);
    }

    /**
     * The mask whose pixels change between outside and inside at each of these places; two at one place cancel out.
     *
     * @param flips rising; the first {@code count} are meant; is written to
     */
    static RunLengthMask ofFlips(int height, int width, int[] flips, int count) {
        int pixels = pixels(height, width);
        int kept = 0;
        for (int flip = 0; flip < count && flips[flip] < pixels; flip++) {
            if (kept > 0 && flips[kept - 1] == flips[flip]) {
                kept--;
            } else {
                flips[kept++] = flips[flip];
            }
        }
        int[] runs = Arrays.copyOf(flips, kept + kept % 2);
        if (kept % 2 != 0) {
            runs[kept] = pixels;
        }
        return new RunLengthMask(height, width, runs);
    }

    private static int pixels(int height, int width) {
        if (height < 1 || width < 1 || (long) height * width > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a mask is " + width + " wide and " + height
                    + " high, expected at least one pixel and at most " + Integer.MAX_VALUE);
        }
        return height * width;
    }

    /** Rows of the picture. */
    public int height() {
        return height;
    }

    /** Columns of the picture. */
    public int width() {
        return width;
    }

    /** Pixels inside. */
    public int area() {
        return area;
    }

    /** The least box around the pixels inside, in continuous pixels; without extent, at 0, if there is none. */
    public Box box() {
        return new Box(extent.left, extent.top, extent.right, extent.bottom);
    }

    /** COCO's run lengths: outside, inside, outside, ...; only the first may be zero. */
    public int[] counts() {
        int pixels = height * width;
        boolean insideAtEnd = area > 0 && runs[runs.length - 1] == pixels;
        int[] counts = new int[insideAtEnd ? runs.length : runs.length + 1];
        int place = 0;
        for (int run = 0; run < counts.length; run++) {
            int next = run < runs.length ? runs[run] : pixels;
            counts[run] = next - place;
            place = next;
        }
        return counts;
    }

    /** {@link #counts()} as the text that COCO's files have. */
    public String compressed() {
        return CompressedCounts.encode(counts());
    }

    /** A picture: [height, width], row by row. */
    public boolean[] bitmap() {
        boolean[] inside = new boolean[height * width];
        for (int run = 0; run < runs.length; run += 2) {
            for (int place = runs[run]; place < runs[run + 1]; place++) {
                inside[place % height * width + place / height] = true;
            }
        }
        return inside;
    }

    /** Whether a pixel is inside; none beyond the picture is. */
    public boolean contains(int x, int y) {
        if (x < 0 || y < 0 || x >= width || y >= height) {
            return false;
        }
        int place = x * height + y;
        int run = firstRunEndingAfter(place);
        return run < runs.length && runs[run] <= place;
    }

    /** The pixels that are inside this mask, the other one or both. */
    public RunLengthMask union(RunLengthMask other) {
        return combine(other, 1);
    }

    /** The pixels that are inside both masks. */
    public RunLengthMask intersection(RunLengthMask other) {
        return combine(other, 2);
    }

    /** The pixels that are inside at least so many of the two. */
    private RunLengthMask combine(RunLengthMask other, int least) {
        requireSameSize(other);
        int[] flips = new int[runs.length + other.runs.length];
        int kept = 0;
        int own = 0;
        int others = 0;
        while (own < runs.length || others < other.runs.length) {
            int before = own % 2 + others % 2;
            int place = Math.min(
                    own < runs.length ? runs[own] : Integer.MAX_VALUE,
                    others < other.runs.length ? other.runs[others] : Integer.MAX_VALUE);
            own += own < runs.length && runs[own] == place ? 1 : 0;
            others += others < other.runs.length && other.runs[others] == place ? 1 : 0;
            if (before >= least != own % 2 + others % 2 >= least) {
                flips[kept++] = place;
            }
        }
        return ofFlips(height, width, flips, kept);
    }

    /** The number of pixels that are inside both masks. */
    public int sharedArea(RunLengthMask other) {
        requireSameSize(other);
        if (area == 0 || other.area == 0 || !extent.meets(other.extent)) {
            return 0;
        }
        int own = firstRunEndingAfter(other.runs[0]);
        int others = other.firstRunEndingAfter(runs[0]);
        int shared = 0;
        while (own < runs.length && others < other.runs.length) {
            int end = runs[own + 1];
            int otherEnd = other.runs[others + 1];
            shared += Math.max(0, Math.min(end, otherEnd) - Math.max(runs[own], other.runs[others]));
            if (end <= otherEnd) {
                own += 2;
            } else {
                others += 2;
            }
        }
        return shared;
    }

    /** Intersection over union, in [0, 1]; zero where both masks are empty. */
    public double iou(RunLengthMask other) {
        int shared = sharedArea(other);
        return shared == 0 ? 0 : shared / ((double) area + other.area - shared);
    }

    /** The part of this mask's pixels that are inside the other one: COCO's overlap with a crowd region. */
    public double shareInside(RunLengthMask other) {
        int shared = sharedArea(other);
        return shared == 0 ? 0 : shared / (double) area;
    }

    /**
     * The place in {@link #runs()} of the first run of which a pixel comes after, or at, a place; possibly its length.
     */
    int firstRunEndingAfter(int place) {
        int low = 0;
        int high = runs.length / 2;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (runs[2 * middle + 1] > place) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return 2 * low;
    }

    /** Two a run of pixels inside: its first place, and one past its last. Not to be written to. */
    int[] runs() {
        return runs;
    }

    private void requireSameSize(RunLengthMask other) {
        if (height != other.height || width != other.width) {
            throw new IllegalArgumentException("a mask is " + other.width + " wide and " + other.height
                    + " high, expected " + width + " and " + height + " as the one that it is compared with");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RunLengthMask mask
                && height == mask.height
                && width == mask.width
                && Arrays.equals(runs, mask.runs);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * height + width) + Arrays.hashCode(runs);
    }

    @Override
    public String toString() {
        return "mask of " + area + " pixels in " + width + " x " + height;
    }
}

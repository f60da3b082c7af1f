package dev.roilab.data.parts;

import dev.roilab.data.Annotation;
import dev.roilab.data.Placement;
import java.lang.ref.SoftReference;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The class of each pixel of a picture: an index among the classes of its data set, or {@link #IGNORED}. Which classes
 * those are, and whether the ground behind all objects is one of them, the data's format decides: its reader names
 * every class that a map can hold, so that Pascal VOC's first is {@code background}.
 *
 * <p>A map is made when it is first asked for, and may be made again: it is kept while memory is plenty. Safe to use
 * from several threads. Equal where size and labels are.
 */
public final class LabelMap implements Annotation<LabelMap> {
    /** The label of pixels that no training learns from and no measure counts. */
    public static final int IGNORED = 255;

    /** How many classes a map can tell apart: one byte a pixel, less {@link #IGNORED}. */
    public static final int MOST_CLASSES = IGNORED;

    private final int height;
    private final int width;
    private final Supplier<byte[]> source;
    private @Nullable SoftReference<byte[]> made;

    private LabelMap(int height, int width, Supplier<byte[]> source) {
        if (height < 1 || width < 1 || (long) height * width > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a label map is " + width + " wide and " + height
                    + " high, expected at least one pixel and at most " + Integer.MAX_VALUE);
        }
        this.height = height;
        this.width = width;
        this.source = source;
    }

    /**
     * Of labels that are known; what is kept of them is their runs.
     *
     * @param labels [height, width], row by row
     * @throws IllegalArgumentException if there are not as many as the size says
     */
    public static LabelMap of(int height, int width, byte[] labels) {
        LabelRuns runs = LabelRuns.of(labels);
        var map = new LabelMap(height, width, runs::labels);
        map.requireFit(labels);
        return map;
    }

    /**
     * Of labels that are made once they are needed.
     *
     * @param source gives [height, width], row by row; the same at each call, from any thread; nobody writes to it
     *     afterwards
     */
    public static LabelMap made(int height, int width, Supplier<byte[]> source) {
        return new LabelMap(height, width, source);
    }

    /** Rows of the picture. */
    public int height() {
        return height;
    }

    /** Columns of the picture. */
    public int width() {
        return width;
    }

    /**
     * [height, width], row by row, each an unsigned byte. Not to be written to.
     *
     * @throws IllegalArgumentException if what was made has another size
     */
    public synchronized byte[] labels() {
        byte[] known = made == null ? null : made.get();
        if (known == null) {
            known = source.get();
            requireFit(known);
            made = new SoftReference<>(known);
        }
        return known;
    }

    private void requireFit(byte[] labels) {
        if (labels.length != height * width) {
            throw new IllegalArgumentException("a label map has " + labels.length + " pixels, expected " + width + " x "
                    + height + " = " + height * width);
        }
    }

    /** The label of a pixel of the picture. */
    public int at(int x, int y) {
        return labels()[y * width + x] & 0xFF;
    }

    /** The labels in runs, row by row. */
    public LabelRuns runs() {
        return LabelRuns.of(labels());
    }

    /** The same in a picture that is made of its own; what lies beyond its own is ignored. */
    @Override
    public LabelMap placed(Placement placement) {
        return placement.place(this);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LabelMap map
                && height == map.height
                && width == map.width
                && Arrays.equals(labels(), map.labels());
    }

    @Override
    public int hashCode() {
        return 31 * (31 * height + width) + Arrays.hashCode(labels());
    }

    /** Size and runs: all that it says. */
    @Override
    public String toString() {
        return "labels of " + width + " x " + height + ": " + runs();
    }
}

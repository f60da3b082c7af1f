package dev.roilab.tensor.cpu;

import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.cpu.DeformableCall.Grid;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * One tap of a deformable convolution after another: the four cells around the moved tap, above left, above right,
 * below left, below right, and how much each counts.
 *
 * <p>A tap stands on a cell, so the offset's fraction is the point's, exactly, in single precision. An offset that is
 * not finite has a fraction that is none, which reaches whatever it weighs.
 */
final class DeformedTap {
    static final int CORNERS = 4;
    private static final int OUTSIDE = -1;

    private final DeformableCall call;
    private final MemorySegment offsets;
    private final @Nullable MemorySegment mask;
    private final Convolution convolution;
    private final Grid places;
    private final int kernelX;
    private final int[] cells = new int[CORNERS];
    private int place;
    private int image;
    private int top;
    private int left;
    private float down;
    private float right;
    private float factor;

    DeformedTap(DeformableCall call) {
        this.call = call;
        offsets = call.offsets();
        mask = call.mask();
        convolution = call.convolution();
        places = call.places();
        kernelX = call.sampling().kernelX();
    }

    /** Goes to one of the kernel's places. */
    void place(int index) {
        place = index;
        image = index / places.count();
        int inImage = index % places.count();
        top = inImage / places.width() * convolution.strideY()
                - convolution.padding().top();
        left = inImage % places.width() * convolution.strideX()
                - convolution.padding().left();
    }

    /** The image of the place. */
    int image() {
        return image;
    }

    /** Goes to a tap, as an offset group sees it. */
    void tap(int tap, int group) {
        long index = index(tap, group);
        float offsetY = offsets.getAtIndex(ValueLayout.JAVA_FLOAT, 2 * index);
        float offsetX = offsets.getAtIndex(ValueLayout.JAVA_FLOAT, 2 * index + 1);
        factor = mask == null ? 1 : mask.getAtIndex(ValueLayout.JAVA_FLOAT, index);
        float wholeY = (float) Math.floor(offsetY);
        float wholeX = (float) Math.floor(offsetX);
        down = offsetY - wholeY;
        right = offsetX - wholeX;
        float y = top + tap / kernelX * convolution.dilationY() + wholeY;
        float x = left + tap % kernelX * convolution.dilationX() + wholeX;
        boolean near = y >= -1 && y < call.height() && x >= -1 && x < call.width();
        for (int corner = 0; corner < CORNERS; corner++) {
            cells[corner] = near ? cell((int) y + corner / 2, (int) x + corner % 2) : OUTSIDE;
        }
    }

    private int cell(int y, int x) {
        boolean inside = y >= 0 && y < call.height() && x >= 0 && x < call.width();
        return inside ? y * call.width() + x : OUTSIDE;
    }

    /** Where the tap's factor lies in the mask, and half of where its offset lies among the offsets. */
    long index(int tap, int group) {
        return ((long) place * call.sampling().offsetGroups() + group) * call.taps() + tap;
    }

    /** Whether a corner lies on the map. */
    boolean isInside(int corner) {
        return cells[corner] != OUTSIDE;
    }

    /** y * W + x of a corner on the map. */
    int cell(int corner) {
        return cells[corner];
    }

    /** How much a corner counts, the mask's factor included. */
    float weight(int corner) {
        return factor * share(corner);
    }

    /** How much a corner counts without the mask. */
    float share(int corner) {
        return (corner / 2 == 0 ? 1 - down : down) * (corner % 2 == 0 ? 1 - right : right);
    }

    /** How fast a corner's weight grows as the tap moves down, the mask's factor included. */
    float slopeDown(int corner) {
        float share = corner % 2 == 0 ? 1 - right : right;
        return factor * (corner / 2 == 0 ? -share : share);
    }

    /** How fast a corner's weight grows as the tap moves to the right, the mask's factor included. */
    float slopeRight(int corner) {
        float share = corner / 2 == 0 ? 1 - down : down;
        return factor * (corner % 2 == 0 ? -share : share);
    }
}

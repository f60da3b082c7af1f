package dev.roilab.tensor.cpu;

import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.DeformableSampling;
import dev.roilab.tensor.Shape;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * What every kernel of deformable sampling needs to know beside its values. A place is one of the kernel's, counted
 * over all images, row by row.
 *
 * @param input logical [N, C, H, W]; in memory [N, H, W, C]
 * @param offsets f32 [N, OH, OW, offset groups, taps, 2]: down, right
 * @param mask f32 [N, OH, OW, offset groups, taps]; null for factors of 1
 */
public record DeformableCall(
        Shape input,
        DeformableSampling sampling,
        MemorySegment offsets,
        @Nullable MemorySegment mask) {

    /** Throws where the offsets or the mask are not of the shape that the input and the sampling ask for. */
    public static void requireShapes(Shape input, DeformableSampling sampling, Shape offsets, @Nullable Shape mask) {
        Shapes.requireEqual("offsets of deformable sampling", offsets, sampling.offsets(input));
        if (mask != null) {
            Shapes.requireEqual("mask of deformable sampling", mask, sampling.mask(input));
        }
    }

    /** Throws where what came back is not of the shape of the columns. */
    public static void requireGradient(Shape outputGradient, Shape input, DeformableSampling sampling) {
        Shapes.requireEqual("gradient of deformable sampling", outputGradient, sampling.columns(input));
    }

    int images() {
        return input.size(0);
    }

    int channels() {
        return input.size(1);
    }

    int height() {
        return input.size(2);
    }

    int width() {
        return input.size(3);
    }

    /** Cells of one image's map. */
    int cells() {
        return Math.multiplyExact(height(), width());
    }

    int taps() {
        return sampling.taps();
    }

    /** Numbers of the columns at one place. */
    int columnCount() {
        return Math.multiplyExact(taps(), channels());
    }

    /** Rows and columns of an image's places. */
    Grid places() {
        Shape places = sampling.mask(input);
        return new Grid(places.size(2), places.size(3));
    }

    record Grid(int height, int width) {
        int count() {
            return Math.multiplyExact(height, width);
        }
    }

    /** Channels that share their offsets. */
    int channelsAnOffsetGroup() {
        return channels() / sampling.offsetGroups();
    }

    /** Where the column of a tap and channel lies among those of a place. */
    int column(int tap, int channel) {
        int width = channels() / convolution().groups();
        return (channel / width * taps() + tap) * width + channel % width;
    }

    /** The channels from one on, up to {@code end}, whose columns lie beside each other: one past their last. */
    int columnsEnd(int channel, int end) {
        int width = channels() / convolution().groups();
        return Math.min(end, (channel / width + 1) * width);
    }

    Convolution convolution() {
        return sampling.convolution();
    }
}

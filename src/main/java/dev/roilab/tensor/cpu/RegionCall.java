package dev.roilab.tensor.cpu;

import dev.roilab.tensor.RegionGrid;
import dev.roilab.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * What every region kernel needs to know beside its values.
 *
 * @param features logical [N, C, H, W]; in memory [N, H, W, C]
 * @param regions [regionCount, 5] of f32: image index, x1, y1, x2, y2 in image pixels
 */
public record RegionCall(Shape features, MemorySegment regions, int regionCount, RegionGrid grid) {
    private static final int NUMBERS_A_REGION = 5;

    public RegionCall {
        if (features.rank() != 4) {
            throw new IllegalArgumentException("region operators read features [N, C, H, W], got " + features);
        }
    }

    RegionCall(Shape features, CpuTensor regions, RegionGrid grid) {
        this(features, regions.memory(), regions.shape().size(0), grid);
    }

    /** Sizes [R, C, PH, PW]. */
    public Shape output() {
        return Shape.of(regionCount, features.size(1), grid.height(), grid.width());
    }

    /** Throws where what came back, or a switch, is not of the shape of the output. */
    public void requireGradient(Shape outputGradient, @Nullable Shape switches) {
        Shapes.requireEqual("gradient of a region operator's output", outputGradient, output());
        if (switches != null) {
            Shapes.requireEqual("switches of a region operator", switches, output());
        }
    }

    int channels() {
        return features.size(1);
    }

    int height() {
        return features.size(2);
    }

    int width() {
        return features.size(3);
    }

    /** Cells of one image's feature map. */
    int cells() {
        return Math.multiplyExact(height(), width());
    }

    /** Cells of the batch's feature maps. */
    int allCells() {
        return Math.multiplyExact(features.size(0), cells());
    }

    /** Bins of one region: cells of its grid. */
    int bins() {
        return Math.multiplyExact(grid.height(), grid.width());
    }

    /** Elements before the values of a region's bin, in [R, PH, PW, C]. */
    long outputOffset(int region, int bin) {
        return ((long) region * bins() + bin) * channels();
    }

    /** The index of a region's image. */
    int image(int region) {
        return (int) number(region, 0);
    }

    /** Throws where a region names no image of the batch; asked for on the caller's thread, before any work begins. */
    void requireImages() {
        for (int region = 0; region < regionCount; region++) {
            float index = number(region, 0);
            if (index != (int) index || index < 0 || index >= features.size(0)) {
                throw new IllegalArgumentException(
                        "region %d names image %s of a batch of %d".formatted(region, index, features.size(0)));
            }
        }
    }

    /** Throws where a region names no image or has a coordinate that is no number. */
    public void requireValid() {
        requireImages();
        for (int region = 0; region < regionCount; region++) {
            for (int column = 1; column < NUMBERS_A_REGION; column++) {
                coordinate(region, column);
            }
        }
    }

    double x1(int region) {
        return coordinate(region, 1);
    }

    double y1(int region) {
        return coordinate(region, 2);
    }

    double x2(int region) {
        return coordinate(region, 3);
    }

    double y2(int region) {
        return coordinate(region, 4);
    }

    /** In image pixels, scaled to feature cells. */
    private double coordinate(int region, int column) {
        float pixels = number(region, column);
        if (!Float.isFinite(pixels)) {
            throw new IllegalArgumentException("region " + region + " has the coordinate " + pixels
                    + "; the numbers that produced it have diverged");
        }
        return pixels * grid.spatialScale();
    }

    private float number(int region, int column) {
        return regions.getAtIndex(ValueLayout.JAVA_FLOAT, (long) region * NUMBERS_A_REGION + column);
    }
}

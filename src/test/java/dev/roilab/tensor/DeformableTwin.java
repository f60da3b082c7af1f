package dev.roilab.tensor;

import org.jspecify.annotations.Nullable;

/**
 * Deformable sampling as its paper writes it (arXiv:1703.06211, equations 3 and 4): every cell of the map counts by its
 * distance on both axes. On plain arrays in double precision and logical order.
 *
 * @param shape of the map, [N, C, H, W]
 */
record DeformableTwin(Shape shape, DeformableSampling sampling) {
    /** [N, taps * C, OH, OW]. */
    double[] columns(double[] map, double[] offsets, double @Nullable [] mask) {
        Shape columns = sampling.columns(shape);
        double[] result = new double[Math.toIntExact(columns.elements())];
        int groups = sampling.convolution().groups();
        int width = shape.size(1) / groups;
        for (int n = 0; n < shape.size(0); n++) {
            for (int y = 0; y < columns.size(2); y++) {
                for (int x = 0; x < columns.size(3); x++) {
                    int column = 0;
                    for (int group = 0; group < groups; group++) {
                        for (int tap = 0; tap < sampling.taps(); tap++) {
                            for (int c = group * width; c < (group + 1) * width; c++) {
                                result[Twins.index(columns, n, column++, y, x)] =
                                        sample(map, offsets, mask, new int[] {n, c, y, x}, tap);
                            }
                        }
                    }
                }
            }
        }
        return result;
    }

    /** @param at image, channel, row and column of the kernel */
    private double sample(double[] map, double[] offsets, double @Nullable [] mask, int[] at, int tap) {
        int offsetGroup = at[1] / (shape.size(1) / sampling.offsetGroups());
        int pair = offsetGroup * sampling.taps() + tap;
        Shape ofOffsets = sampling.offsets(shape);
        Convolution how = sampling.convolution();
        double y = at[2] * how.strideY()
                - how.padding().top()
                + tap / sampling.kernelX() * how.dilationY()
                + offsets[Twins.index(ofOffsets, at[0], 2 * pair, at[2], at[3])];
        double x = at[3] * how.strideX()
                - how.padding().left()
                + tap % sampling.kernelX() * how.dilationX()
                + offsets[Twins.index(ofOffsets, at[0], 2 * pair + 1, at[2], at[3])];
        double sum = 0;
        for (int cellY = 0; cellY < shape.size(2); cellY++) {
            double down = Math.max(0, 1 - Math.abs(y - cellY));
            for (int cellX = 0; down > 0 && cellX < shape.size(3); cellX++) {
                double across = Math.max(0, 1 - Math.abs(x - cellX));
                sum += down * across * map[Twins.index(shape, at[0], at[1], cellY, cellX)];
            }
        }
        return mask == null ? sum : sum * mask[Twins.index(sampling.mask(shape), at[0], pair, at[2], at[3])];
    }
}

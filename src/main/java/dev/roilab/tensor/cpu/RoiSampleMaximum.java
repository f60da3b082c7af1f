package dev.roilab.tensor.cpu;

import dev.roilab.tensor.BilinearSampling;
import dev.roilab.tensor.cpu.SampledAxis.Range;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * RoIAlign and RoIWarp with the maximum of each bin's points, as Mask R-CNN (arXiv:1703.06870), table 2c, compares it.
 *
 * <p>The points are interpolated first and compared then. A point outside the map is a 0 that takes part. The switch is
 * the winner's number among the bin's points near the map, row by row: the first of equals, or the last NaN.
 */
final class RoiSampleMaximum {
    /** The switch of a bin without points, or where one far from the map won. */
    static final int NO_POINT = -1;

    private final RegionCall call;
    private final BilinearSampling sampling;

    RoiSampleMaximum(RegionCall call, BilinearSampling sampling) {
        this.call = call;
        this.sampling = sampling;
    }

    /**
     * @param features [N, H, W, C]
     * @param values [R, PH, PW, C] of either precision, written; 0 where a bin has no points
     * @param switches i32 [R, PH, PW, C], written
     */
    void forward(Workers workers, Numbers features, Numbers values, MemorySegment switches) {
        float[][] map = MapRows.load(workers, call.features(), features);
        workers.forEach(call.regionCount(), region -> {
            int channels = call.channels();
            float[] maximum = new float[channels];
            int[] winner = new int[channels];
            var points = new Points(region);
            for (int bin = 0; bin < call.bins(); bin++) {
                maximum(points, bin, map, maximum, winner);
                long first = call.outputOffset(region, bin);
                Bfloats.write(maximum, values.memory(), values.precision(), first);
                MemorySegment.copy(winner, 0, switches, ValueLayout.JAVA_INT, first * Integer.BYTES, channels);
            }
        });
    }

    private void maximum(Points points, int bin, float[][] map, float[] maximum, int[] winner) {
        BinPoints near = points.near(bin);
        Arrays.fill(maximum, points.exist() ? Float.NEGATIVE_INFINITY : 0);
        Arrays.fill(winner, points.exist() ? 0 : NO_POINT);
        int outside = near.placeOfOutside();
        float[] value = new float[maximum.length];
        var corners = new WeightedRows();
        for (int point = 0; point < near.count(); point++) {
            if (point == outside) {
                raiseToZero(maximum, winner);
            }
            Corners at = near.corners(point);
            corners.clear();
            for (int corner = 0; corner < Corners.COUNT; corner++) {
                // What does not count is not read: 0 times NaN would be NaN.
                if (at.weight(corner) != 0) {
                    corners.append(points.imageStart + at.cell(corner, call.width()), at.weight(corner));
                }
            }
            Arrays.fill(value, 0);
            corners.addTo(value, map);
            raise(maximum, winner, value, point);
        }
        if (outside >= near.count()) {
            raiseToZero(maximum, winner);
        }
    }

    private static void raise(float[] maximum, int[] winner, float[] value, int point) {
        for (int channel = 0; channel < value.length; channel++) {
            if (value[channel] > maximum[channel] || Float.isNaN(value[channel])) {
                maximum[channel] = value[channel];
                winner[channel] = point;
            }
        }
    }

    /** By a point outside the map, which no gradient reaches. */
    private static void raiseToZero(float[] maximum, int[] winner) {
        for (int channel = 0; channel < maximum.length; channel++) {
            if (maximum[channel] < 0) {
                maximum[channel] = 0;
                winner[channel] = NO_POINT;
            }
        }
    }

    /**
     * @param outputGradient f32 [R, PH, PW, C]
     * @param switches what {@link #forward} wrote
     * @param featureGradient f32 [N, H, W, C], written
     */
    void gradient(
            Workers workers, MemorySegment outputGradient, MemorySegment switches, MemorySegment featureGradient) {
        var blocks = ChannelBlocks.forThreads(call, workers.threads());
        workers.forEach(blocks.tasks(), task -> {
            int width = blocks.width(task);
            float[][] map = new float[call.cells()][width];
            float[] gradients = new float[width];
            int[] winners = new int[width];
            for (int region : blocks.regions(task)) {
                var points = new Points(region);
                for (int bin = 0; bin < call.bins(); bin++) {
                    long offset = (call.outputOffset(region, bin) + blocks.first(task)) * Float.BYTES;
                    MemorySegment.copy(outputGradient, ValueLayout.JAVA_FLOAT, offset, gradients, 0, width);
                    MemorySegment.copy(switches, ValueLayout.JAVA_INT, offset, winners, 0, width);
                    spread(points, bin, gradients, winners, map);
                }
            }
            for (int cell = 0; cell < map.length; cell++) {
                long offset = blocks.mapOffset(task, cell) * Float.BYTES;
                MemorySegment.copy(map[cell], 0, featureGradient, ValueLayout.JAVA_FLOAT, offset, width);
            }
        });
    }

    private void spread(Points points, int bin, float[] gradients, int[] winners, float[][] map) {
        BinPoints near = points.near(bin);
        for (int point = 0; point < near.count(); point++) {
            Corners at = near.corners(point);
            for (int corner = 0; corner < Corners.COUNT; corner++) {
                float weight = (float) at.weight(corner);
                if (weight == 0) {
                    continue;
                }
                float[] target = map[at.cell(corner, call.width())];
                for (int channel = 0; channel < gradients.length; channel++) {
                    if (winners[channel] == point) {
                        target[channel] += weight * gradients[channel];
                    }
                }
            }
        }
    }

    /** The four cells around a point. */
    private record Corners(Interpolation row, Interpolation column) {
        static final int COUNT = 4;

        int cell(int corner, int width) {
            int y = corner < 2 ? row.low() : row.high();
            int x = corner % 2 == 0 ? column.low() : column.high();
            return y * width + x;
        }

        double weight(int corner) {
            return (corner < 2 ? row.lowWeight() : row.highWeight())
                    * (corner % 2 == 0 ? column.lowWeight() : column.highWeight());
        }
    }

    /** The sample points of one region's bins. */
    private final class Points {
        private final int imageStart;
        private final SampledAxis rows;
        private final SampledAxis columns;

        Points(int region) {
            imageStart = call.image(region) * call.cells();
            rows = SampledAxis.of(call.y1(region), call.y2(region), call.grid().height(), sampling);
            columns =
                    SampledAxis.of(call.x1(region), call.x2(region), call.grid().width(), sampling);
        }

        /** Whether a bin has any. */
        boolean exist() {
            return rows.samples() > 0 && columns.samples() > 0;
        }

        BinPoints near(int bin) {
            int binsAcross = call.grid().width();
            int row = bin / binsAcross;
            int column = bin % binsAcross;
            return new BinPoints(this, row, column, rows.near(row, call.height()), columns.near(column, call.width()));
        }
    }

    /** The points of one bin that are near the map, row by row; any others lie outside and are zeros. */
    private final class BinPoints {
        private final Points points;
        private final int row;
        private final int column;
        private final Range down;
        private final Range across;

        BinPoints(Points points, int row, int column, Range down, Range across) {
            this.points = points;
            this.row = row;
            this.column = column;
            this.down = down;
            this.across = across;
        }

        int count() {
            return Math.multiplyExact(down.count(), across.count());
        }

        /** Before which of the points the first of the others comes, {@link #count} for after all; -1 for no others. */
        int placeOfOutside() {
            boolean beside = across.count() < points.columns.samples();
            if (!points.exist() || (!beside && down.count() == points.rows.samples())) {
                return -1;
            }
            if (down.first() > 0 || across.first() > 0) {
                return 0;
            }
            return beside ? Math.min(across.count(), count()) : count();
        }

        Corners corners(int point) {
            return new Corners(
                    points.rows.point(row, down.first() + point / across.count(), call.height()),
                    points.columns.point(column, across.first() + point % across.count(), call.width()));
        }
    }
}

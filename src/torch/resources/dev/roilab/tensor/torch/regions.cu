// The region operators on a GPU. Maps are [N, H, W, C] and results [R, PH, PW, C], channels innermost: neighbouring
// threads read neighbouring channels. Every gradient is gathered: one thread owns one number and adds its contributions
// in a fixed order, so that equal inputs give equal bits. Compiled without fused multiply-add, because the borders of
// windows have to come out as they do on the host. No header is needed. The other sources follow in the same module.

// A region is a row of 5: image index, x1, y1, x2, y2 in pixels. Axis 0 is x, axis 1 is y.
#define NUMBERS_A_REGION 5

// Channels that a thread of a gradient takes, where they are a multiple of it; else one.
#define PACKED_REGIONS 4

// How RoIAlign and RoIWarp treat a region's own coordinates; the order of BilinearSampling.Edges.
#define HALF_PIXEL 0
#define UNSHIFTED 1
#define ROUNDED 2

// ---- axes of regions

__device__ static double region_coordinate(const float *regions, int region, int column, double scale) {
    return regions[(long long) region * NUMBERS_A_REGION + column] * scale;
}

// To the nearest whole number, halves away from zero.
__device__ static double half_away(double value) {
    double size = floor(fabs(value) + 0.5);
    return value < 0 ? -size : size;
}

// Whole cells from one rounded end to the other, both included.
__device__ static double rounded_cells(double from, double to) {
    return fmax(half_away(to) - half_away(from) + 1, 1.0);
}

__device__ static int clamp_cell(double cell, int map_size) {
    return (int) fmin(fmax(cell, 0.0), (double) map_size);
}

struct Axis {
    double start;
    double bin_size;
    double samples;
};

__device__ static Axis sampled_axis(double from, double to, int bins, int edges, int samples) {
    double start = edges == HALF_PIXEL ? from - 0.5 : edges == UNSHIFTED ? from : half_away(from) - 0.5;
    double size = edges == HALF_PIXEL ? to - from : edges == UNSHIFTED ? fmax(to - from, 1.0) : rounded_cells(from, to);
    double adaptive = fmax(ceil(size / bins), 0.0);
    Axis axis = {start, size / bins, samples > 0 ? samples : adaptive};
    return axis;
}

// Consecutive points of a bin.
struct Range {
    long long first;
    int count;
};

// Points a bin beyond which they count as outside: one of them weighs less than 1e-12 of the mean.
#define MOST_SAMPLES 1099511627776.0

// The points of a bin that may lie on the map or within a cell of it, and a few beside them: others weigh nothing, and
// a huge region has more of them than there is time for.
__device__ static Range near_points(Axis axis, int bin, int map_size) {
    Range all = {0, (int) fmin(axis.samples, 2147483647.0)};
    double step = axis.bin_size / axis.samples;
    if (axis.samples <= map_size + 4 || step == 0) {
        return all;
    }
    Range none = {0, 0};
    if (axis.samples > MOST_SAMPLES) {
        return none;
    }
    double zero = axis.start + bin * axis.bin_size;
    double one = (-1 - zero) / step;
    double other = (map_size - zero) / step;
    double first = fmin(fmax(floor(fmin(one, other)) - 2, 0.0), axis.samples);
    double end = fmin(fmax(ceil(fmax(one, other)) + 2, first), axis.samples);
    Range near = {(long long) first, (int) (end - first)};
    return near;
}

struct Point {
    int low;
    int high;
    double low_weight;
    double high_weight;
};

// A point more than one cell outside the map has no weight; nearer ones are moved to the border.
__device__ static Point point_at(Axis axis, int bin, long long sample, int map_size) {
    double position = axis.start + bin * axis.bin_size + (sample + 0.5) * axis.bin_size / axis.samples;
    Point point = {0, 0, 0.0, 0.0};
    if (!(position >= -1 && position <= map_size)) {
        return point;
    }
    double inside = fmax(position, 0.0);
    point.low = (int) inside;
    if (point.low >= map_size - 1) {
        point.low = map_size - 1;
        point.high = map_size - 1;
        point.low_weight = 1.0;
    } else {
        point.high = point.low + 1;
        point.high_weight = inside - point.low;
        point.low_weight = 1.0 - point.high_weight;
    }
    return point;
}

__device__ static Axis axis_of(
        const float *regions, int region, int axis, double scale, int bins, int edges, int samples) {
    double from = region_coordinate(regions, region, 1 + axis, scale);
    double to = region_coordinate(regions, region, 3 + axis, scale);
    return sampled_axis(from, to, bins, edges, samples);
}

// RoIPool's windows: ranges [R, bins, 2], first cell and one past the last. One thread a region and bin.
extern "C" __global__ void pool_ranges(
        const float *regions, int region_count, int axis, double scale, int bins, int map_size, int *ranges) {
    int task = blockIdx.x * blockDim.x + threadIdx.x;
    if (task >= region_count * bins) {
        return;
    }
    int region = task / bins;
    int bin = task % bins;
    double from = region_coordinate(regions, region, 1 + axis, scale);
    double to = region_coordinate(regions, region, 3 + axis, scale);
    double start = half_away(from);
    double bin_size = rounded_cells(from, to) / bins;
    ranges[2 * task] = clamp_cell(start + floor(bin * bin_size), map_size);
    ranges[2 * task + 1] = clamp_cell(start + ceil((bin + 1) * bin_size), map_size);
}

// The mean over a bin's points as weights of the map's cells: weights [R, bins, map_size], all written; ranges
// [R, bins, 2], the cells that have one. One thread a region and bin.
extern "C" __global__ void axis_weights(
        const float *regions, int region_count, int axis, double scale, int bins, int map_size, int edges, int samples,
        float *weights, int *ranges) {
    int task = blockIdx.x * blockDim.x + threadIdx.x;
    if (task >= region_count * bins) {
        return;
    }
    Axis sampled = axis_of(regions, task / bins, axis, scale, bins, edges, samples);
    float *row = weights + (long long) task * map_size;
    for (int cell = 0; cell < map_size; cell++) {
        row[cell] = 0;
    }
    int first = map_size;
    int end = 0;
    Range near = near_points(sampled, task % bins, map_size);
    for (int index = 0; index < near.count; index++) {
        Point point = point_at(sampled, task % bins, near.first + index, map_size);
        if (point.low_weight + point.high_weight > 0) {
            row[point.low] += (float) (point.low_weight / sampled.samples);
            row[point.high] += (float) (point.high_weight / sampled.samples);
            first = point.low < first ? point.low : first;
            end = point.high + 1 > end ? point.high + 1 : end;
        }
    }
    ranges[2 * task] = first;
    ranges[2 * task + 1] = end;
}

// Which bins of a region read each cell: cell_bins [R, map_size, 2], the first and one past the last; bins between them
// may read another. One thread a region and cell.
extern "C" __global__ void axis_cell_bins(
        const int *ranges, int region_count, int bins, int map_size, int *cell_bins) {
    int task = blockIdx.x * blockDim.x + threadIdx.x;
    if (task >= region_count * map_size) {
        return;
    }
    int region = task / map_size;
    int cell = task % map_size;
    int first = bins;
    int end = 0;
    for (int bin = 0; bin < bins; bin++) {
        const int *range = ranges + 2 * (region * bins + bin);
        if (cell >= range[0] && cell < range[1]) {
            first = bin < first ? bin : first;
            end = bin + 1;
        }
    }
    cell_bins[2 * task] = first;
    cell_bins[2 * task + 1] = end;
}

// ---- region operators, forward: one block a region and bin, its threads over the channels

// features [N, H, W, C]; values and switches [R, PH, PW, C]; a switch is y * W + x of the first of equals or the
// last NaN, or -1; no switches are written where their address is 0.
extern "C" __global__ void roi_pool(
        const float *features, const float *regions, const int *rows, const int *columns, int channels, int height,
        int width, int bins_down, int bins_across, float *values, int *switches) {
    int region = blockIdx.x / (bins_down * bins_across);
    int bin = blockIdx.x % (bins_down * bins_across);
    const int *row = rows + 2 * (region * bins_down + bin / bins_across);
    const int *column = columns + 2 * (region * bins_across + bin % bins_across);
    int image = (int) regions[region * NUMBERS_A_REGION];
    const float *map = features + (long long) image * height * width * channels;
    for (int channel = threadIdx.x; channel < channels; channel += blockDim.x) {
        float best = 0;
        int winner = -1;
        for (int y = row[0]; y < row[1]; y++) {
            for (int x = column[0]; x < column[1]; x++) {
                int cell = y * width + x;
                float value = map[(long long) cell * channels + channel];
                if (winner < 0 || value > best || value != value) {
                    best = value;
                    winner = cell;
                }
            }
        }
        long long target = (long long) blockIdx.x * channels + channel;
        values[target] = best;
        if (switches) {
            switches[target] = winner;
        }
    }
}

extern "C" __global__ void roi_sample_mean(
        const float *features, const float *regions, const float *row_weights, const int *rows,
        const float *column_weights, const int *columns, int channels, int height, int width, int bins_down,
        int bins_across, float *values) {
    int region = blockIdx.x / (bins_down * bins_across);
    int bin = blockIdx.x % (bins_down * bins_across);
    int bin_row = region * bins_down + bin / bins_across;
    int bin_column = region * bins_across + bin % bins_across;
    const float *down = row_weights + (long long) bin_row * height;
    const float *across = column_weights + (long long) bin_column * width;
    int image = (int) regions[region * NUMBERS_A_REGION];
    const float *map = features + (long long) image * height * width * channels;
    for (int channel = threadIdx.x; channel < channels; channel += blockDim.x) {
        float sum = 0;
        for (int y = rows[2 * bin_row]; y < rows[2 * bin_row + 1]; y++) {
            if (down[y] == 0) {
                continue;
            }
            for (int x = columns[2 * bin_column]; x < columns[2 * bin_column + 1]; x++) {
                float weight = down[y] * across[x];
                if (weight != 0) {
                    sum += weight * map[(long long) (y * width + x) * channels + channel];
                }
            }
        }
        values[(long long) blockIdx.x * channels + channel] = sum;
    }
}

// What does not count is not read: 0 times NaN would be NaN.
__device__ static float part(double weight, const float *number) {
    return weight == 0 ? 0 : (float) weight * *number;
}

// The points of one bin near the map, row by row.
struct BinPoints {
    Range rows;
    Range columns;
};

__device__ static BinPoints bin_points(Axis down, Axis across, int bin_row, int bin_column, int height, int width) {
    BinPoints points = {near_points(down, bin_row, height), near_points(across, bin_column, width)};
    return points;
}

// Before which of the points near the map the first of those outside comes; -1 where there are none outside.
__device__ static int place_of_outside(Axis down, Axis across, BinPoints points) {
    bool beside = points.columns.count < across.samples;
    int count = points.rows.count * points.columns.count;
    if (down.samples <= 0 || across.samples <= 0 || (!beside && points.rows.count == down.samples)) {
        return -1;
    }
    if (points.rows.first > 0 || points.columns.first > 0) {
        return 0;
    }
    return beside && points.columns.count < count ? points.columns.count : count;
}

// A switch is the winner's number among the bin's points near the map, row by row: the first of equals, or the last
// NaN; -1 where a bin has none or one outside won, which is 0.
extern "C" __global__ void roi_sample_max(
        const float *features, const float *regions, double scale, int edges, int samples, int channels, int height,
        int width, int bins_down, int bins_across, float *values, int *switches) {
    int region = blockIdx.x / (bins_down * bins_across);
    int bin = blockIdx.x % (bins_down * bins_across);
    Axis down = axis_of(regions, region, 1, scale, bins_down, edges, samples);
    Axis across = axis_of(regions, region, 0, scale, bins_across, edges, samples);
    BinPoints points = bin_points(down, across, bin / bins_across, bin % bins_across, height, width);
    int count = points.rows.count * points.columns.count;
    int outside = place_of_outside(down, across, points);
    int image = (int) regions[region * NUMBERS_A_REGION];
    const float *map = features + (long long) image * height * width * channels;
    for (int channel = threadIdx.x; channel < channels; channel += blockDim.x) {
        float best = 0;
        int winner = -1;
        bool none = true;
        for (int sample = 0; sample <= count; sample++) {
            if (sample == outside && (none || best < 0)) {
                best = 0;
                winner = -1;
                none = false;
            }
            if (sample == count) {
                break;
            }
            long long row_point = points.rows.first + sample / points.columns.count;
            long long column_point = points.columns.first + sample % points.columns.count;
            Point row = point_at(down, bin / bins_across, row_point, height);
            Point column = point_at(across, bin % bins_across, column_point, width);
            const float *top = map + (long long) row.low * width * channels + channel;
            const float *bottom = map + (long long) row.high * width * channels + channel;
            float value = 0;
            value += part(row.low_weight * column.low_weight, top + (long long) column.low * channels);
            value += part(row.low_weight * column.high_weight, top + (long long) column.high * channels);
            value += part(row.high_weight * column.low_weight, bottom + (long long) column.low * channels);
            value += part(row.high_weight * column.high_weight, bottom + (long long) column.high * channels);
            if (none || value > best || value != value) {
                best = value;
                winner = sample;
                none = false;
            }
        }
        long long target = (long long) blockIdx.x * channels + channel;
        values[target] = best;
        switches[target] = winner;
    }
}

// ---- region operators, gradients: one block a cell of the batch's maps, its threads over the channels

// The regions that reach a row of an image's map, in their order: lists [N, H, R], counts [N, H]; what is behind a count is
// not written. One thread a row; nothing it reads is what it writes, so the loads of several regions are under way at once.
extern "C" __global__ void row_regions(
        const float *__restrict__ regions, int region_count, const int *__restrict__ row_bins, int rows, int height,
        int *__restrict__ lists, int *__restrict__ counts) {
    int row = blockIdx.x * blockDim.x + threadIdx.x;
    if (row >= rows) {
        return;
    }
    int image = row / height;
    int y = row % height;
    int count = 0;
#pragma unroll 8
    for (int region = 0; region < region_count; region++) {
        const int *bins = row_bins + 2 * ((long long) region * height + y);
        bool reaches = (int) regions[region * NUMBERS_A_REGION] == image && bins[0] < bins[1];
        if (reaches) {
            lists[(long long) row * region_count + count] = region;
        }
        count += reaches;
    }
    counts[row] = count;
}

// The cell that a block owns, and the regions of its row.
struct Cell {
    int y, x, count;
    const int *regions;
};

__device__ static Cell cell_of_block(const int *lists, const int *counts, int region_count, int height, int width) {
    int row = blockIdx.x / width;
    Cell cell = {row % height, (int) (blockIdx.x % width), counts[row], lists + (long long) row * region_count};
    return cell;
}

// The bins of a region that may read a cell.
struct CellBins {
    int top, bottom, left, right;
};

__device__ static CellBins bins_at(
        const int *row_bins, const int *column_bins, int region, Cell cell, int height, int width) {
    const int *down = row_bins + 2 * ((long long) region * height + cell.y);
    const int *across = column_bins + 2 * ((long long) region * width + cell.x);
    CellBins bins = {down[0], down[1], across[0], across[1]};
    return bins;
}

// A bin that does not read the cell in truth never names it as its winner.
template <int COUNT>
__device__ static void roi_pool_gradient_of(
        const float *upstream, const int *switches, Cell cell, const int *row_bins, const int *column_bins,
        int channels, int height, int width, int bins_down, int bins_across, float *gradient) {
    int winner = cell.y * width + cell.x;
    for (int channel = threadIdx.x * COUNT; channel < channels; channel += blockDim.x * COUNT) {
        Pack<float, COUNT> sums = {};
        for (int place = 0; place < cell.count; place++) {
            int region = cell.regions[place];
            CellBins bins = bins_at(row_bins, column_bins, region, cell, height, width);
            for (int down = bins.top; down < bins.bottom; down++) {
                for (int across = bins.left; across < bins.right; across++) {
                    long long bin = ((long long) region * bins_down + down) * bins_across + across;
                    Pack<int, COUNT> winners = packed<COUNT>(switches + bin * channels + channel);
                    Pack<float, COUNT> sent = packed<COUNT>(upstream + bin * channels + channel);
                    for (int c = 0; c < COUNT; c++) {
                        sums.at[c] += winners.at[c] == winner ? sent.at[c] : 0;
                    }
                }
            }
        }
        store_packed(gradient + (long long) blockIdx.x * channels + channel, sums);
    }
}

extern "C" __global__ void roi_pool_gradient(
        const float *upstream, const int *switches, int region_count, const int *lists, const int *counts,
        const int *row_bins, const int *column_bins, int channels, int height, int width, int bins_down,
        int bins_across, float *gradient) {
    Cell cell = cell_of_block(lists, counts, region_count, height, width);
    if (channels % PACKED_REGIONS == 0) {
        roi_pool_gradient_of<PACKED_REGIONS>(upstream, switches, cell, row_bins, column_bins, channels, height, width,
                                             bins_down, bins_across, gradient);
    } else {
        roi_pool_gradient_of<1>(upstream, switches, cell, row_bins, column_bins, channels, height, width, bins_down,
                                bins_across, gradient);
    }
}

template <int COUNT>
__device__ static void roi_sample_mean_gradient_of(
        const float *upstream, Cell cell, const float *row_weights, const float *column_weights, const int *row_bins,
        const int *column_bins, int channels, int height, int width, int bins_down, int bins_across, float *gradient) {
    for (int channel = threadIdx.x * COUNT; channel < channels; channel += blockDim.x * COUNT) {
        Pack<float, COUNT> sums = {};
        for (int place = 0; place < cell.count; place++) {
            int region = cell.regions[place];
            CellBins bins = bins_at(row_bins, column_bins, region, cell, height, width);
            if (bins.left >= bins.right) {
                continue;
            }
            for (int down = bins.top; down < bins.bottom; down++) {
                float row_weight = row_weights[((long long) region * bins_down + down) * height + cell.y];
                for (int across = bins.left; across < bins.right; across++) {
                    float weight =
                            row_weight * column_weights[((long long) region * bins_across + across) * width + cell.x];
                    if (weight != 0) {
                        long long bin = ((long long) region * bins_down + down) * bins_across + across;
                        Pack<float, COUNT> sent = packed<COUNT>(upstream + bin * channels + channel);
                        for (int c = 0; c < COUNT; c++) {
                            sums.at[c] += weight * sent.at[c];
                        }
                    }
                }
            }
        }
        store_packed(gradient + (long long) blockIdx.x * channels + channel, sums);
    }
}

extern "C" __global__ void roi_sample_mean_gradient(
        const float *upstream, int region_count, const int *lists, const int *counts, const float *row_weights,
        const float *column_weights, const int *row_bins, const int *column_bins, int channels, int height, int width,
        int bins_down, int bins_across, float *gradient) {
    Cell cell = cell_of_block(lists, counts, region_count, height, width);
    if (channels % PACKED_REGIONS == 0) {
        roi_sample_mean_gradient_of<PACKED_REGIONS>(upstream, cell, row_weights, column_weights, row_bins, column_bins,
                                                    channels, height, width, bins_down, bins_across, gradient);
    } else {
        roi_sample_mean_gradient_of<1>(upstream, cell, row_weights, column_weights, row_bins, column_bins, channels,
                                       height, width, bins_down, bins_across, gradient);
    }
}

__device__ static double weight_at(Point point, int cell) {
    return (point.low == cell ? point.low_weight : 0.0) + (point.high == cell ? point.high_weight : 0.0);
}

// What the winning points of one bin give to a cell.
__device__ static float from_bin(
        Axis down, Axis across, int bin_row, int bin_column, int y, int x, int height, int width, int winner,
        float upstream) {
    if (winner < 0) {
        return 0;
    }
    BinPoints points = bin_points(down, across, bin_row, bin_column, height, width);
    long long row_point = points.rows.first + winner / points.columns.count;
    long long column_point = points.columns.first + winner % points.columns.count;
    double row = weight_at(point_at(down, bin_row, row_point, height), y);
    double column = weight_at(point_at(across, bin_column, column_point, width), x);
    return row * column == 0 ? 0 : (float) (row * column) * upstream;
}

extern "C" __global__ void roi_sample_max_gradient(
        const float *upstream, const int *switches, const float *regions, int region_count, const int *lists,
        const int *counts, const int *row_bins, const int *column_bins, double scale, int edges, int samples,
        int channels, int height, int width, int bins_down, int bins_across, float *gradient) {
    Cell cell = cell_of_block(lists, counts, region_count, height, width);
    for (int channel = threadIdx.x; channel < channels; channel += blockDim.x) {
        float sum = 0;
        for (int place = 0; place < cell.count; place++) {
            int region = cell.regions[place];
            CellBins bins = bins_at(row_bins, column_bins, region, cell, height, width);
            if (bins.left >= bins.right) {
                continue;
            }
            Axis down = axis_of(regions, region, 1, scale, bins_down, edges, samples);
            Axis across = axis_of(regions, region, 0, scale, bins_across, edges, samples);
            for (int row = bins.top; row < bins.bottom; row++) {
                for (int column = bins.left; column < bins.right; column++) {
                    long long bin = ((long long) region * bins_down + row) * bins_across + column;
                    sum += from_bin(down, across, row, column, cell.y, cell.x, height, width,
                                    switches[bin * channels + channel], upstream[bin * channels + channel]);
                }
            }
        }
        gradient[(long long) blockIdx.x * channels + channel] = sum;
    }
}

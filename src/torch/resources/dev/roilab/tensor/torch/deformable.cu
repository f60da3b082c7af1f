// Deformable sampling. Maps are [N, H, W, C], columns [N, OH, OW, taps * C]. A sample is a tap of the kernel at a place
// for an offset group, numbered as the mask [N, OH, OW, offset groups, taps]; offsets have two numbers each, the way
// down and the way to the right. A tap stands on a cell, so the offset's fraction is the point's, exactly.

// Threads that share the channels of a sample where a sum over them is wanted: a warp reads neighbouring channels.
#define LANES 32

struct Deformation {
    int channels, height, width, out_height, out_width, kernel_y, kernel_x, stride_y, stride_x, top, left;
    int dilation_y, dilation_x, groups, offset_groups;
};

#define DEFORMATION_PARAMETERS                                                                                        \
    int channels, int height, int width, int out_height, int out_width, int kernel_y, int kernel_x, int stride_y,     \
            int stride_x, int top, int left, int dilation_y, int dilation_x, int groups, int offset_groups
#define DEFORMATION                                                                                                   \
    {channels, height, width, out_height, out_width, kernel_y, kernel_x, stride_y,                                    \
     stride_x, top, left, dilation_y, dilation_x, groups, offset_groups}

// A moved tap: the cell above and to the left of it, the way from there, whether any of the four cells may lie on the
// map, and the mask's factor.
struct Tap {
    int y, x;
    float down, right, factor;
    bool near;
};

__device__ static int tap_count(Deformation d) {
    return d.kernel_y * d.kernel_x;
}

__device__ static Tap tap_of(Deformation d, const float *offsets, const float *mask, long long sample) {
    int number = (int) (sample % tap_count(d));
    int place = (int) (sample / tap_count(d) / d.offset_groups % (d.out_height * d.out_width));
    float offset_y = offsets[2 * sample];
    float offset_x = offsets[2 * sample + 1];
    float whole_y = floorf(offset_y);
    float whole_x = floorf(offset_x);
    float y = place / d.out_width * d.stride_y - d.top + number / d.kernel_x * d.dilation_y + whole_y;
    float x = place % d.out_width * d.stride_x - d.left + number % d.kernel_x * d.dilation_x + whole_x;
    bool near = y >= -1 && y < d.height && x >= -1 && x < d.width;
    Tap tap = {near ? (int) y : -2, near ? (int) x : -2, offset_y - whole_y, offset_x - whole_x,
               mask ? mask[sample] : 1.0f, near};
    return tap;
}

// A number of the map beside the tap, 0 outside. The map begins at the image and channel.
__device__ static float corner(Deformation d, const float *map, Tap tap, int below, int beyond) {
    int y = tap.y + below;
    int x = tap.x + beyond;
    bool inside = y >= 0 && y < d.height && x >= 0 && x < d.width;
    return inside ? map[((long long) y * d.width + x) * d.channels] : 0.0f;
}

__device__ static const float *map_of(Deformation d, const float *input, long long sample, int channel) {
    long long image = sample / tap_count(d) / d.offset_groups / (d.out_height * d.out_width);
    return input + image * d.height * d.width * d.channels + channel;
}

// The column of a sample's tap and a channel.
__device__ static long long column_of(Deformation d, long long sample, int channel) {
    int width = d.channels / d.groups;
    long long place = sample / tap_count(d) / d.offset_groups;
    int tap = (int) (sample % tap_count(d));
    return place * tap_count(d) * d.channels + (channel / width * tap_count(d) + tap) * width + channel % width;
}

// One block a place and tap, its threads over the channels.
extern "C" __global__ void deformable_sample(
        const float *input, const float *offsets, const float *mask, DEFORMATION_PARAMETERS, float *columns) {
    Deformation d = DEFORMATION;
    long long place = blockIdx.x / tap_count(d);
    int number = blockIdx.x % tap_count(d);
    int group_width = d.channels / d.offset_groups;
    for (int channel = threadIdx.x; channel < d.channels; channel += blockDim.x) {
        long long sample = (place * d.offset_groups + channel / group_width) * tap_count(d) + number;
        Tap tap = tap_of(d, offsets, mask, sample);
        const float *map = map_of(d, input, sample, channel);
        float above = (1 - tap.right) * corner(d, map, tap, 0, 0) + tap.right * corner(d, map, tap, 0, 1);
        float below = (1 - tap.right) * corner(d, map, tap, 1, 0) + tap.right * corner(d, map, tap, 1, 1);
        columns[column_of(d, sample, channel)] = tap.factor * ((1 - tap.down) * above + tap.down * below);
    }
}

// Sums over the channels in two steps. First LANES threads a sample, each over every LANES-th channel of the group:
// partial [samples, 3, LANES], of the way down, the way to the right, and the factor.
extern "C" __global__ void deformable_offset_partials(
        const float *upstream, const float *input, const float *offsets, const float *mask, long long samples,
        DEFORMATION_PARAMETERS, float *partial) {
    Deformation d = DEFORMATION;
    long long thread = (long long) blockIdx.x * blockDim.x + threadIdx.x;
    long long sample = thread / LANES;
    int lane = (int) (thread % LANES);
    if (sample >= samples) {
        return;
    }
    Tap tap = tap_of(d, offsets, mask, sample);
    int group_width = d.channels / d.offset_groups;
    int first = (int) (sample / tap_count(d) % d.offset_groups) * group_width;
    float sums[3] = {0, 0, 0};
    for (int channel = first + lane; tap.near && channel < first + group_width; channel += LANES) {
        const float *map = map_of(d, input, sample, channel);
        float a = corner(d, map, tap, 0, 0);
        float b = corner(d, map, tap, 0, 1);
        float e = corner(d, map, tap, 1, 0);
        float f = corner(d, map, tap, 1, 1);
        float gradient = upstream[column_of(d, sample, channel)];
        float above = (1 - tap.right) * a + tap.right * b;
        float below = (1 - tap.right) * e + tap.right * f;
        sums[0] += gradient * tap.factor * (below - above);
        sums[1] += gradient * tap.factor * ((1 - tap.down) * (b - a) + tap.down * (f - e));
        sums[2] += gradient * ((1 - tap.down) * above + tap.down * below);
    }
    for (int kind = 0; kind < 3; kind++) {
        partial[(3 * sample + kind) * LANES + lane] = sums[kind];
    }
}

__device__ static float sum_of_lanes(const float *partial, long long row) {
    float sum = 0;
    for (int lane = 0; lane < LANES; lane++) {
        sum += partial[row * LANES + lane];
    }
    return sum;
}

// Then one thread a sample; no gradient of the mask is written where its address is 0.
extern "C" __global__ void deformable_offset_gradients(
        const float *partial, long long samples, float *offset_gradient, float *mask_gradient) {
    long long sample = (long long) blockIdx.x * blockDim.x + threadIdx.x;
    if (sample >= samples) {
        return;
    }
    offset_gradient[2 * sample] = sum_of_lanes(partial, 3 * sample);
    offset_gradient[2 * sample + 1] = sum_of_lanes(partial, 3 * sample + 1);
    if (mask_gradient) {
        mask_gradient[sample] = sum_of_lanes(partial, 3 * sample + 2);
    }
}

// ---- the input's gradient: samples sorted by the cell above and to the left of them, so that a cell finds its own

// Cells are numbered by group, image, row and column from -1 on, for samples above and to the left of the map.
__device__ static int sorting_key(Deformation d, int group, int images, int image, int y, int x) {
    return ((group * images + image) * (d.height + 1) + y + 1) * (d.width + 1) + x + 1;
}

// One thread a sample: its cell, or the number of cells where it lies too far outside.
extern "C" __global__ void deformable_keys(
        const float *offsets, long long samples, int images, DEFORMATION_PARAMETERS, int *keys) {
    Deformation d = DEFORMATION;
    long long sample = (long long) blockIdx.x * blockDim.x + threadIdx.x;
    if (sample >= samples) {
        return;
    }
    Tap tap = tap_of(d, offsets, 0, sample);
    int group = (int) (sample / tap_count(d) % d.offset_groups);
    int image = (int) (sample / tap_count(d) / d.offset_groups / (d.out_height * d.out_width));
    keys[sample] = tap.near ? sorting_key(d, group, images, image, tap.y, tap.x)
                            : sorting_key(d, d.offset_groups, images, 0, -1, -1);
}

// One thread a key: where its samples begin in the sorted list; one key more marks the end of the last.
extern "C" __global__ void deformable_starts(const int *sorted_keys, long long samples, int keys, long long *starts) {
    int key = blockIdx.x * blockDim.x + threadIdx.x;
    if (key > keys) {
        return;
    }
    long long low = 0;
    long long high = samples;
    while (low < high) {
        long long middle = (low + high) / 2;
        if (sorted_keys[middle] < key) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    starts[key] = low;
}

// One block a cell, its threads over the channels. The samples of a list come in their own order, because the sort was
// stable.
extern "C" __global__ void deformable_input_gradient(
        const float *upstream, const float *offsets, const float *mask, const long long *order, const long long *starts,
        int images, DEFORMATION_PARAMETERS, float *gradient) {
    Deformation d = DEFORMATION;
    int x = blockIdx.x % d.width;
    int y = blockIdx.x / d.width % d.height;
    int image = blockIdx.x / d.width / d.height;
    int group_width = d.channels / d.offset_groups;
    for (int channel = threadIdx.x; channel < d.channels; channel += blockDim.x) {
        float sum = 0;
        for (int from = 0; from < 4; from++) {
            int below = from / 2;
            int beyond = from % 2;
            int key = sorting_key(d, channel / group_width, images, image, y - below, x - beyond);
            for (long long next = starts[key]; next < starts[key + 1]; next++) {
                Tap tap = tap_of(d, offsets, mask, order[next]);
                float weight = (below ? tap.down : 1 - tap.down) * (beyond ? tap.right : 1 - tap.right);
                sum += tap.factor * weight * upstream[column_of(d, order[next], channel)];
            }
        }
        gradient[(long long) blockIdx.x * d.channels + channel] = sum;
    }
}

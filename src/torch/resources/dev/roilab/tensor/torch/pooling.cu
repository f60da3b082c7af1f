// Max pooling and its undoing. Maps are [N, H, W, C], in 32 bits or in 16.

// A number of 16 bits is the upper half of a 32-bit one.
__device__ static float number(float value) {
    return value;
}

__device__ static float number(unsigned short bits) {
    union { unsigned int bits; float value; } wide;
    wide.bits = (unsigned int) bits << 16;
    return wide.value;
}

__device__ static void store(float *target, float value) {
    *target = value;
}

// To the nearest, ties to even.
__device__ static void store(unsigned short *target, float value) {
    union { float value; unsigned int bits; } wide;
    wide.value = value;
    bool nan = value != value;
    *target = (unsigned short) ((nan ? wide.bits | 0x400000u : wide.bits + 0x7fffu + ((wide.bits >> 16) & 1)) >> 16);
}

struct Pooling {
    int channels, height, width, out_height, out_width;
    int kernel_y, kernel_x, stride_y, stride_x, top, left, dilation_y, dilation_x;
};

// Of the number that a thread of a kernel over [N, rows, columns, C] owns.
struct Spot {
    int image, row, column, channel;
};

// A GPU divides 64 bits by many instructions, and most maps are counted in 31.
__device__ static Spot spot_of(long long index, int rows, int columns, int channels) {
    if (index <= 0x7fffffff) {
        int place = (int) index / channels;
        Spot near = {place / columns / rows, place / columns % rows, place % columns, (int) index % channels};
        return near;
    }
    long long place = index / channels;
    Spot far = {(int) (place / columns / rows), (int) (place / columns % rows), (int) (place % columns),
                (int) (index % channels)};
    return far;
}

__device__ static long long map_index(Pooling p, int image, int y, int x, int channel) {
    return (((long long) image * p.height + y) * p.width + x) * p.channels + channel;
}

__device__ static long long window_index(Pooling p, int image, int row, int column, int channel) {
    return (((long long) image * p.out_height + row) * p.out_width + column) * p.channels + channel;
}

// The window that has a cell of the axis at a place of its kernel, or -1.
__device__ static int window_with(int cell, int before, int place, int dilation, int stride, int windows) {
    int from = cell + before - place * dilation;
    return from >= 0 && from % stride == 0 && from / stride < windows ? from / stride : -1;
}

// Thread by COUNT neighbouring channels of a window. A switch is the winner's number within the window, row by row: the
// first of equals, or the last NaN; -1 where all is padding.
template <int COUNT, typename T>
__device__ static void max_pool_of(const T *input, long long count, Pooling p, T *values, int *switches) {
    long long index = (long long) blockIdx.x * blockDim.x + threadIdx.x;
    if (index >= count / COUNT) {
        return;
    }
    Spot spot = spot_of(index, p.out_height, p.out_width, p.channels / COUNT);
    int top = spot.row * p.stride_y - p.top;
    int left = spot.column * p.stride_x - p.left;
    float best[COUNT];
    Pack<int, COUNT> winners;
    for (int c = 0; c < COUNT; c++) {
        best[c] = number((unsigned short) 0xff80u); // minus infinity
        winners.at[c] = -1;
    }
    for (int i = 0; i < p.kernel_y; i++) {
        int y = top + i * p.dilation_y;
        for (int j = 0; y >= 0 && y < p.height && j < p.kernel_x; j++) {
            int x = left + j * p.dilation_x;
            if (x < 0 || x >= p.width) {
                continue;
            }
            Pack<T, COUNT> read = packed<COUNT>(input + map_index(p, spot.image, y, x, spot.channel * COUNT));
            for (int c = 0; c < COUNT; c++) {
                float value = number(read.at[c]);
                if (winners.at[c] < 0 || value > best[c] || value != value) {
                    best[c] = value;
                    winners.at[c] = i * p.kernel_x + j;
                }
            }
        }
    }
    Pack<T, COUNT> found;
    for (int c = 0; c < COUNT; c++) {
        store(found.at + c, best[c]);
    }
    store_packed(values + index * COUNT, found);
    store_packed(switches + index * COUNT, winners);
}

// Thread by COUNT neighbouring channels of a cell of the map: adds what the windows over it send back, in their order.
template <int COUNT, typename T>
__device__ static void max_pool_gradient_of(
        const T *upstream, const int *switches, long long count, Pooling p, T *gradient) {
    long long index = (long long) blockIdx.x * blockDim.x + threadIdx.x;
    if (index >= count / COUNT) {
        return;
    }
    Spot spot = spot_of(index, p.height, p.width, p.channels / COUNT);
    float sums[COUNT];
    for (int c = 0; c < COUNT; c++) {
        sums[c] = 0;
    }
    for (int i = p.kernel_y - 1; i >= 0; i--) {
        int row = window_with(spot.row, p.top, i, p.dilation_y, p.stride_y, p.out_height);
        for (int j = p.kernel_x - 1; row >= 0 && j >= 0; j--) {
            int column = window_with(spot.column, p.left, j, p.dilation_x, p.stride_x, p.out_width);
            if (column < 0) {
                continue;
            }
            long long source = window_index(p, spot.image, row, column, spot.channel * COUNT);
            Pack<int, COUNT> winners = packed<COUNT>(switches + source);
            Pack<T, COUNT> sent = packed<COUNT>(upstream + source);
            for (int c = 0; c < COUNT; c++) {
                sums[c] += winners.at[c] == i * p.kernel_x + j ? number(sent.at[c]) : 0;
            }
        }
    }
    Pack<T, COUNT> received;
    for (int c = 0; c < COUNT; c++) {
        store(received.at + c, sums[c]);
    }
    store_packed(gradient + index * COUNT, received);
}

// The last window in row order that a number of the map won, as the index of its switch, or -1.
__device__ static long long last_won(const int *switches, Pooling p, Spot spot) {
    for (int i = 0; i < p.kernel_y; i++) {
        int row = window_with(spot.row, p.top, i, p.dilation_y, p.stride_y, p.out_height);
        for (int j = 0; row >= 0 && j < p.kernel_x; j++) {
            int column = window_with(spot.column, p.left, j, p.dilation_x, p.stride_x, p.out_width);
            if (column >= 0) {
                long long source = window_index(p, spot.image, row, column, spot.channel);
                if (switches[source] == i * p.kernel_x + j) {
                    return source;
                }
            }
        }
    }
    return -1;
}

// Thread by number of the map.
template <typename T>
__device__ static void max_unpool_of(const T *values, const int *switches, long long count, Pooling p, T *map) {
    long long index = (long long) blockIdx.x * blockDim.x + threadIdx.x;
    if (index < count) {
        long long source = last_won(switches, p, spot_of(index, p.height, p.width, p.channels));
        map[index] = source < 0 ? (T) 0 : values[source];
    }
}

// Thread by number of the values.
template <typename T>
__device__ static void max_unpool_gradient_of(
        const T *upstream, const int *switches, long long count, Pooling p, T *gradient) {
    long long index = (long long) blockIdx.x * blockDim.x + threadIdx.x;
    if (index >= count) {
        return;
    }
    T received = (T) 0;
    int winner = switches[index];
    if (winner >= 0) {
        Spot spot = spot_of(index, p.out_height, p.out_width, p.channels);
        spot.row = spot.row * p.stride_y - p.top + winner / p.kernel_x * p.dilation_y;
        spot.column = spot.column * p.stride_x - p.left + winner % p.kernel_x * p.dilation_x;
        if (last_won(switches, p, spot) == index) {
            received = upstream[map_index(p, spot.image, spot.row, spot.column, spot.channel)];
        }
    }
    gradient[index] = received;
}

// Channels that a thread of max_pool and of its gradient takes, where they are a multiple of it; else one.
#define PACKED 8

#define POOLING_PARAMETERS                                                                                            \
    int channels, int height, int width, int out_height, int out_width, int kernel_y, int kernel_x, int stride_y,     \
            int stride_x, int top, int left, int dilation_y, int dilation_x
#define POOLING                                                                                                       \
    {channels, height, width, out_height, out_width, kernel_y, kernel_x,                                              \
     stride_y, stride_x, top, left, dilation_y, dilation_x}

// What reads numbers and switches and writes numbers.
#define WITH_SWITCHES(NAME, WORK, TYPE)                                                                               \
    extern "C" __global__ void NAME(const TYPE *source, const int *switches, long long count, POOLING_PARAMETERS,     \
                                    TYPE *target) {                                                                   \
        Pooling pooling = POOLING;                                                                                    \
        WORK(source, switches, count, pooling, target);                                                               \
    }

#define MAX_POOL(NAME, TYPE)                                                                                          \
    extern "C" __global__ void max_pool##NAME(const TYPE *input, long long count, POOLING_PARAMETERS, TYPE *values,   \
                                              int *switches) {                                                        \
        Pooling pooling = POOLING;                                                                                    \
        if (channels % PACKED == 0) {                                                                                 \
            max_pool_of<PACKED>(input, count, pooling, values, switches);                                             \
        } else {                                                                                                      \
            max_pool_of<1>(input, count, pooling, values, switches);                                                  \
        }                                                                                                             \
    }                                                                                                                 \
    extern "C" __global__ void max_pool_gradient##NAME(const TYPE *source, const int *switches, long long count,      \
                                                       POOLING_PARAMETERS, TYPE *target) {                            \
        Pooling pooling = POOLING;                                                                                    \
        if (channels % PACKED == 0) {                                                                                 \
            max_pool_gradient_of<PACKED>(source, switches, count, pooling, target);                                   \
        } else {                                                                                                      \
            max_pool_gradient_of<1>(source, switches, count, pooling, target);                                        \
        }                                                                                                             \
    }                                                                                                                 \
    WITH_SWITCHES(max_unpool##NAME, max_unpool_of, TYPE)                                                              \
    WITH_SWITCHES(max_unpool_gradient##NAME, max_unpool_gradient_of, TYPE)

MAX_POOL(, float)
MAX_POOL(_bf16, unsigned short)

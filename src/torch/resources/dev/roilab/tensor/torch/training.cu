// What a step of training does to the weights.

// Of a row: parameter, gradient, velocity, their numbers, the first of the blocks that move them, the bits of rate and
// decay.
#define COLUMNS 7

#define NUMBERS_A_BLOCK 4096

__device__ static float number_of_bits(long long bits) {
    union {
        long long bits;
        double number;
    } both;
    both.bits = bits;
    return (float) both.number;
}

// The last row whose first block is not behind a block.
__device__ static const long long *row_of_block(const long long *rows, int count, long long block) {
    int low = 0;
    int high = count - 1;
    while (low < high) {
        int middle = (low + high + 1) / 2;
        if (rows[middle * COLUMNS + 4] <= block) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    return rows + low * COLUMNS;
}

// v = momentum * v + gradient + decay * parameter; parameter -= rate * v: all parameters in one launch, each in one pass
// instead of ATen's three.
extern "C" __global__ void sgd_steps(const long long *rows, int count, double momentum) {
    const long long *row = row_of_block(rows, count, blockIdx.x);
    float *parameter = (float *) row[0];
    const float *gradient = (const float *) row[1];
    float *velocity = (float *) row[2];
    float rate = number_of_bits(row[5]);
    float decay = number_of_bits(row[6]);
    long long first = (blockIdx.x - row[4]) * NUMBERS_A_BLOCK;
    long long end = first + NUMBERS_A_BLOCK < row[3] ? first + NUMBERS_A_BLOCK : row[3];
    for (long long index = first + threadIdx.x; index < end; index += blockDim.x) {
        float moved = (float) momentum * velocity[index] + gradient[index] + decay * parameter[index];
        velocity[index] = moved;
        parameter[index] -= rate * moved;
    }
}

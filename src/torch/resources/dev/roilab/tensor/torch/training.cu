// What a step of training does to the weights.

// v = momentum * v + gradient + decay * parameter; parameter -= rate * v: one pass instead of ATen's three.
extern "C" __global__ void sgd_step(
        float *parameter, const float *gradient, float *velocity, long long count, double rate, double momentum,
        double decay) {
    long long index = (long long) blockIdx.x * blockDim.x + threadIdx.x;
    if (index < count) {
        float moved = (float) momentum * velocity[index] + gradient[index] + (float) decay * parameter[index];
        velocity[index] = moved;
        parameter[index] -= (float) rate * moved;
    }
}

package dev.roilab.tensor.torch;

/** Runs the GPU's kernels on the memory that libtorch's tensors lie in. */
interface KernelLauncher extends AutoCloseable {
    /** A warp. */
    int FEWEST_THREADS = 32;

    int MOST_THREADS = 256;

    /**
     * Starts a kernel; what libtorch was asked for before is done before it, what is asked for later after it.
     *
     * @param kernel its name in the source
     * @param blocks at least 1
     * @param threads a block, at least 1
     */
    void launch(String kernel, long blocks, int threads, KernelArguments arguments);

    /** Starts a kernel with one thread a number. */
    default void launchForEach(String kernel, long numbers, KernelArguments arguments) {
        launch(kernel, Math.ceilDiv(numbers, MOST_THREADS), MOST_THREADS, arguments);
    }

    /** Threads of a block that runs over the channels. */
    static int threadsOver(int channels) {
        int whole = Math.ceilDiv(channels, FEWEST_THREADS) * FEWEST_THREADS;
        return Math.clamp(whole, FEWEST_THREADS, MOST_THREADS);
    }

    @Override
    void close();
}

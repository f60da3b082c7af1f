package dev.roilab.tensor.torch;

/** Runs the kernels of {@code windows.cu} on the memory that libtorch's tensors lie in. */
interface KernelLauncher extends AutoCloseable {
    /**
     * Starts a kernel; what libtorch was asked for before is done before it, what is asked for later after it.
     *
     * @param kernel its name in the source
     * @param blocks at least 1
     * @param threads a block, at least 1
     */
    void launch(String kernel, long blocks, int threads, KernelArguments arguments);

    @Override
    void close();
}

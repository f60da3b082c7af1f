/**
 * The engine on libtorch: ATen's forward and backward functions on the CPU or a CUDA GPU, the tape and the scopes ours.
 * In the build only with the Maven profile {@code torch} or {@code torch-cuda}.
 */
@org.jspecify.annotations.NullMarked
package dev.roilab.tensor.torch;

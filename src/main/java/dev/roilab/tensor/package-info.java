/**
 * The compute interface: engines, their tensors and the scopes that own native memory. The only package, with its
 * subpackages, that may touch native libraries.
 */
@org.jspecify.annotations.NullMarked
package dev.roilab.tensor;

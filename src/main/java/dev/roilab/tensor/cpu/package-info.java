/**
 * The default engine: memory from ND4J, convolutions, matrix products and pooling by oneDNN, the rest by parallel Java.
 * Feature maps lie in memory as dense [N, H, W, C], channels innermost (docs/decisions/002); all other tensors row
 * major.
 */
@org.jspecify.annotations.NullMarked
package dev.roilab.tensor.cpu;

package dev.roilab.tensor;

/** The arithmetic of convolutions and products. Weights, statistics, losses and updates stay in 32 bits. */
public enum Precision {
    /** 32 bits throughout. */
    F32,
    /** 32-bit numbers, multiplied with 10 bits of mantissa on a GPU's matrix units; elsewhere the same as F32. */
    TF32,
    /** 16 bits, 8 of them exponent, accumulated in 32. */
    BF16
}

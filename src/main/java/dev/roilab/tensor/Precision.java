package dev.roilab.tensor;

/**
 * The arithmetic of an engine's convolutions and linear layers. Weights, their gradients, statistics, losses and sums
 * stay in 32 bits whatever it is.
 */
public enum Precision {
    /** 32-bit floating point. */
    F32(Float.BYTES),
    /**
     * 32-bit numbers, multiplied with 10 bits of mantissa on a GPU's matrix units; elsewhere the same as {@link #F32}.
     */
    TF32(Float.BYTES),
    /** The upper half of {@link #F32}: the same range, 8 bits of significand. Products are summed in 32 bits. */
    BF16(Short.BYTES);

    private final int bytes;

    Precision(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes a number. */
    public int bytes() {
        return bytes;
    }
}

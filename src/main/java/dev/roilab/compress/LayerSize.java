package dev.roilab.compress;

/**
 * A fully connected layer's place and extent.
 *
 * @param name such as {@code fc6}
 */
public record LayerSize(String name, int inputs, int outputs) {
    /** Weights, without bias. */
    public long weights() {
        return (long) inputs * outputs;
    }

    /** Weights of the two layers of a rank, without bias: t (u + v). Fast R-CNN, section 3.1. */
    public long weights(int rank) {
        return (long) rank * (inputs + outputs);
    }

    /** The rank from which on two layers hold at least as many weights as the one: uv / (u + v), rounded up. */
    public int breakEven() {
        return Math.toIntExact(Math.ceilDiv(weights(), (long) inputs + outputs));
    }

    /** Throws where two layers of this rank would save nothing; rank 0 stands for the layer as it is. */
    void requireSaving(int rank) {
        if (rank >= breakEven()) {
            throw new IllegalArgumentException(
                    "ranks must be below break-even: rank %d of %s needs %d weights, the layer of %d x %d itself %d; use at most %d, or 0 to leave it whole"
                            .formatted(rank, name, weights(rank), inputs, outputs, weights(), breakEven() - 1));
        }
    }
}

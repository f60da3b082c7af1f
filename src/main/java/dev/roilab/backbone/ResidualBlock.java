package dev.roilab.backbone;

/** What is between two shortcuts: arXiv:1512.03385, figure 5. */
public enum ResidualBlock {
    /** Two 3 x 3 convolutions: 6n + 2 layers. */
    BASIC(2, 1, 2),
    /** A 3 x 3 convolution between two of 1 x 1, of a quarter of the channels: 9n + 2 layers. */
    BOTTLENECK(3, 4, 1);

    private final int convolutions;
    private final int expansion;
    private final int kernels;

    ResidualBlock(int convolutions, int expansion, int kernels) {
        this.convolutions = convolutions;
        this.expansion = expansion;
        this.kernels = kernels;
    }

    int convolutions() {
        return convolutions;
    }

    /** Channels that it gives for each that its first convolution has. */
    int expansion() {
        return expansion;
    }

    /** Convolutions of 3 x 3. */
    int kernels() {
        return kernels;
    }
}

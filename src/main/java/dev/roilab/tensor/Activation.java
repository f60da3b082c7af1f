package dev.roilab.tensor;

/** What an operation applies to its result before it stores it. */
public enum Activation {
    NONE,
    RELU,
    /** {@link #LEAK} times what is not above 0: YOLO (arXiv:1506.02640), equation 2. */
    LEAKY_RELU;

    /** The slope of {@link #LEAKY_RELU} below 0. */
    public static final double LEAK = 0.1;
}

package dev.roilab.tensor;

/** Maps of other sizes, and the way back. Cells of the weight 0 are not read. */
public interface ResamplingOperations extends OperationGroup {
    /** [N, C, H, W] to {@link Resampling#outputShape}. */
    Tensor resample(Tensor input, Resampling resampling);

    /**
     * The gradient with respect to the input: each cell gathers from all that read it, in the order of the output's
     * cells.
     *
     * @param input the shape of what was resampled, [N, C, H, W]
     */
    Tensor resampleGradient(Tensor outputGradient, Shape input, Resampling resampling);
}

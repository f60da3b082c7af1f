package dev.roilab.tensor;

/**
 * Local response normalisation (AlexNet, section 3.3): {@code b = a / (constant + alpha / n * sum)^beta}, where the sum
 * is of the squares of {@code a} over n channels about its own, at the same place; channels that are not there count as
 * 0. Alpha is divided by n as in PyTorch, Caffe and ONNX; in the paper it is not.
 *
 * @param neighbours n, odd, so that as many lie on either side
 * @param alpha how much the squares count
 * @param beta the power
 * @param constant k in the paper, above 0
 */
public record LocalResponse(int neighbours, double alpha, double beta, double constant) {
    /** The paper's: n = 5, k = 2, beta = 0.75 and an alpha of 1e-4 for each square. */
    public static final LocalResponse PAPER = new LocalResponse(5, 5e-4, 0.75, 2);

    public LocalResponse {
        if (neighbours < 1 || neighbours % 2 == 0) {
            throw new IllegalArgumentException(
                    "local response normalisation needs an odd number of neighbours, got " + neighbours);
        }
        // Written so that NaN fails.
        if (!(alpha >= 0 && beta >= 0 && constant > 0)) {
            throw new IllegalArgumentException(
                    "local response normalisation needs alpha >= 0, beta >= 0 and a constant > 0, got %s, %s and %s"
                            .formatted(alpha, beta, constant));
        }
    }

    /** By what each square is multiplied. */
    public double factor() {
        return alpha / neighbours;
    }
}

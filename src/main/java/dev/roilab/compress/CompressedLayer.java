package dev.roilab.compress;

import java.util.List;

/**
 * What truncation did to one layer.
 *
 * @param rank of the two layers; 0 where the layer stayed whole
 * @param breakEven the rank from which on truncation saves nothing
 * @param energyKept the part of the squared singular values that remain
 * @param parametersBefore with bias
 * @param parametersAfter with bias
 * @param operationsBefore multiplications and additions a region
 * @param operationsAfter multiplications and additions a region
 * @param singularValues the leading ones, largest first; as many as were computed
 * @param seconds that finding them took
 */
public record CompressedLayer(
        LayerSize layer,
        int rank,
        int breakEven,
        double energyKept,
        long parametersBefore,
        long parametersAfter,
        long operationsBefore,
        long operationsAfter,
        List<Double> singularValues,
        double seconds) {
    public CompressedLayer {
        singularValues = List.copyOf(singularValues);
    }

    static CompressedLayer of(LayerSize layer, int rank, Svd svd, double seconds) {
        long weights = rank == 0 ? layer.weights() : layer.weights(rank);
        return new CompressedLayer(
                layer,
                rank,
                layer.breakEven(),
                rank == 0 ? 1 : svd.energyKept(rank),
                layer.weights() + layer.outputs(),
                weights + layer.outputs(),
                2 * layer.weights(),
                2 * weights,
                svd.singularValues(),
                seconds);
    }
}

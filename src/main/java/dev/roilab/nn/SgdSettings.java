package dev.roilab.nn;

import java.util.OptionalDouble;

/**
 * How stochastic gradient descent steps.
 *
 * @param momentum part of the last step that goes on
 * @param decay of the weights
 * @param biasRate learning rate of biases, as a multiple of the weights': 2 in Fast R-CNN (arXiv:1504.08083), section
 *     2.3
 * @param clipNorm Euclidean norm of all gradients together above which they are scaled down to it (Pascanu et al.,
 *     arXiv:1211.5063, algorithm 1); absent: none is too large
 */
public record SgdSettings(double momentum, double decay, double biasRate, OptionalDouble clipNorm) {
    /** All parameters at one rate, gradients as they are. */
    public SgdSettings(double momentum, double decay) {
        this(momentum, decay, 1, OptionalDouble.empty());
    }
}

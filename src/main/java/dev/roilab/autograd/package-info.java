/** Reverse-mode differentiation: a tape of forward operations and their recorded gradients. */
@org.jspecify.annotations.NullMarked
package dev.roilab.autograd;

/** What every training by gradient descent has, whatever it learns: the loop, checkpoints, curves, the certificate. */
@org.jspecify.annotations.NullMarked
package dev.roilab.train;

/** The stages that follow fine-tuning in R-CNN and SPPnet: features on disk, linear SVMs, ridge regression of boxes. */
@org.jspecify.annotations.NullMarked
package dev.roilab.train.staged;

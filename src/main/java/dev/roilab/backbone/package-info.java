/** Convolutional feature extractors, one file a paper. */
@org.jspecify.annotations.NullMarked
package dev.roilab.backbone;

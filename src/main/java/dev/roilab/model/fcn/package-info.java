/** Fully convolutional networks: a backbone's maps scored and brought back to the size of the picture. */
@org.jspecify.annotations.NullMarked
package dev.roilab.model.fcn;

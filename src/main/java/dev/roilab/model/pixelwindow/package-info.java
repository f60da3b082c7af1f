/** A classifier of the window around every pixel: segmentation before networks were fully convolutional. */
@org.jspecify.annotations.NullMarked
package dev.roilab.model.pixelwindow;

/** Tests of classifiers of the window around every pixel. */
@org.jspecify.annotations.NullMarked
package dev.roilab.model.pixelwindow;

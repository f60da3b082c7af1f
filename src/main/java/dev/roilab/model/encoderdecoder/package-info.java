/** Networks that make pictures small and large again to name the class of every pixel, by one of several ways up. */
@org.jspecify.annotations.NullMarked
package dev.roilab.model.encoderdecoder;

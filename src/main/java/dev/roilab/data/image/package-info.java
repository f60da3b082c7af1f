/** Image files: their headers and their decoding. */
@org.jspecify.annotations.NullMarked
package dev.roilab.data.image;

/** Tests of the package. */
@org.jspecify.annotations.NullMarked
package dev.roilab.data.labels;

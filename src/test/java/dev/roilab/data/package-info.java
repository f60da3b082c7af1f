/** Tests of the data sets, readers and transforms. */
@org.jspecify.annotations.NullMarked
package dev.roilab.data;

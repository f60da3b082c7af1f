/** Pictures with label maps, the class of each pixel, in files of their own. */
@org.jspecify.annotations.NullMarked
package dev.roilab.data.labels;

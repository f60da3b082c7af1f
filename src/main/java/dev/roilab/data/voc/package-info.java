/** Folders in the layout of Pascal VOC, and the linter. */
@org.jspecify.annotations.NullMarked
package dev.roilab.data.voc;

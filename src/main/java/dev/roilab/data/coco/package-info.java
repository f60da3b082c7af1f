/** Data sets in COCO's JSON: boxes, masks as polygons and run lengths, key points, crowds. */
@org.jspecify.annotations.NullMarked
package dev.roilab.data.coco;

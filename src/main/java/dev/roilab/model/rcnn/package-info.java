/** R-CNN (arXiv:1311.2524). */
@org.jspecify.annotations.NullMarked
package dev.roilab.model.rcnn;

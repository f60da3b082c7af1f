/** Mask R-CNN (arXiv:1703.06870): a Faster R-CNN with branches for the pixels and the key points of what it finds. */
@org.jspecify.annotations.NullMarked
package dev.roilab.model.maskrcnn;

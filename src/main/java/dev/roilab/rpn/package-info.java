/** Region proposal networks: Faster R-CNN (arXiv:1506.01497), section 3.1. */
@org.jspecify.annotations.NullMarked
package dev.roilab.rpn;

/** Faster R-CNN (arXiv:1506.01497): a region proposal network and a Fast R-CNN that share their convolutions. */
@org.jspecify.annotations.NullMarked
package dev.roilab.model.fasterrcnn;

/** YOLO (arXiv:1506.02640): all boxes of an image from one pass of one network, without regions. */
@org.jspecify.annotations.NullMarked
package dev.roilab.model.yolo;

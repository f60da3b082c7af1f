/** Tests of the task of naming the class of every pixel. */
@org.jspecify.annotations.NullMarked
package dev.roilab.task.segmentation;

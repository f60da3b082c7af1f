/** Tests of fully convolutional networks. */
@org.jspecify.annotations.NullMarked
package dev.roilab.model.fcn;

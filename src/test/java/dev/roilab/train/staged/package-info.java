/** Tests of the stages that follow fine-tuning. */
@org.jspecify.annotations.NullMarked
package dev.roilab.train.staged;

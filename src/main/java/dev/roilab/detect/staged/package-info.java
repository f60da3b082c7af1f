/** Trainings in stages: fine-tuning on windows, SVMs on cached features, ridge regression of boxes. */
@org.jspecify.annotations.NullMarked
package dev.roilab.detect.staged;

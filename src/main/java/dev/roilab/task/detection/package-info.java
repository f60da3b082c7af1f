/** The task of finding objects by boxes. */
@org.jspecify.annotations.NullMarked
package dev.roilab.task.detection;

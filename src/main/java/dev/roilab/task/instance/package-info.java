/** The task of finding objects by more than boxes: by their pixels, their key points, or both. */
@org.jspecify.annotations.NullMarked
package dev.roilab.task.instance;

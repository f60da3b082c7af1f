/** The task of naming the class of a whole picture. */
@org.jspecify.annotations.NullMarked
package dev.roilab.task.classification;

/** The task of naming the class of a picture and outlining its one object. */
@org.jspecify.annotations.NullMarked
package dev.roilab.task.localization;

/** The task of placing the named joints of a picture's one object. */
@org.jspecify.annotations.NullMarked
package dev.roilab.task.pose;

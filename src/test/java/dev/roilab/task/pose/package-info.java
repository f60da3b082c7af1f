@org.jspecify.annotations.NullMarked
package dev.roilab.task.pose;

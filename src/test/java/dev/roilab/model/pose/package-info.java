@org.jspecify.annotations.NullMarked
package dev.roilab.model.pose;

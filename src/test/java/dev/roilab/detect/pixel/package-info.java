/** Tests of what networks share that name the class of every pixel. */
@org.jspecify.annotations.NullMarked
package dev.roilab.detect.pixel;

/** Every position, scale and ratio of an image: what proposals replaced. */
@org.jspecify.annotations.NullMarked
package dev.roilab.model.slidingwindow;

/** A network that names the class of a picture, over any backbone. */
@org.jspecify.annotations.NullMarked
package dev.roilab.model.classifier;

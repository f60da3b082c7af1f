/** A network that names the class of a picture and outlines its object, without regions. */
@org.jspecify.annotations.NullMarked
package dev.roilab.model.localizer;

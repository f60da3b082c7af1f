/** A network that says of a picture where the joints of its one object are, as two numbers each. */
@org.jspecify.annotations.NullMarked
package dev.roilab.model.pose;

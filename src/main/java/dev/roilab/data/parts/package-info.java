/**
 * What may be known of a picture beside classes and boxes: pixels of objects and labels of pixels, key points, and what
 * formats mark.
 */
@org.jspecify.annotations.NullMarked
package dev.roilab.data.parts;

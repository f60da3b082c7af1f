/** What may be known of an object beside its class and its box: pixels, key points, and what formats mark it as. */
@org.jspecify.annotations.NullMarked
package dev.roilab.data.parts;

/** Finished arms timed beside each other, in fresh processes. */
@org.jspecify.annotations.NullMarked
package dev.roilab.run.timing;

/** Tests of the timers. */
@org.jspecify.annotations.NullMarked
package dev.roilab.timing;

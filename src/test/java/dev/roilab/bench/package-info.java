/** Our side of the comparisons in {@code bench/peers}: programs that take turns with a peer. */
@org.jspecify.annotations.NullMarked
package dev.roilab.bench;

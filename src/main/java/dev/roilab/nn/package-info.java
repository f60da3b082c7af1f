/** Layers, initialisers, losses, optimisers, schedules and weight files. */
@org.jspecify.annotations.NullMarked
package dev.roilab.nn;

/** Average precision by hand, by slow twins, by its properties, and against other tools. */
@org.jspecify.annotations.NullMarked
package dev.roilab.eval;

/** Who works on what in a study's folder, over any number of processes. */
@org.jspecify.annotations.NullMarked
package dev.roilab.result.lock;

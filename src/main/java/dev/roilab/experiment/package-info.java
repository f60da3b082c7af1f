/** Studies: a YAML file becomes trials, trials become results on disk. */
@org.jspecify.annotations.NullMarked
package dev.roilab.experiment;

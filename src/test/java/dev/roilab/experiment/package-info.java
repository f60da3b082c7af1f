/** Tests of studies, trials and results. */
@org.jspecify.annotations.NullMarked
package dev.roilab.experiment;

/** The trials of a study, run one after another; every one leaves a result or its reason. */
@org.jspecify.annotations.NullMarked
package dev.roilab.run;

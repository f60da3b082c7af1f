/** Where a backbone's first weights come from. */
@org.jspecify.annotations.NullMarked
package dev.roilab.detect.pretraining;

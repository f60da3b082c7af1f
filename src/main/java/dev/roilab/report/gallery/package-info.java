/** Test pictures with what was there and what was found. */
@org.jspecify.annotations.NullMarked
package dev.roilab.report.gallery;

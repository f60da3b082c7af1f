/** What trials leave on disk, and all that a report may read. */
@org.jspecify.annotations.NullMarked
package dev.roilab.result;

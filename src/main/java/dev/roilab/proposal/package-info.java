/** Region proposals: selective search, dense grids and stored files, with their cache. */
@org.jspecify.annotations.NullMarked
package dev.roilab.proposal;

package dev.roilab.proposal;

/**
 * A division of an image into connected regions.
 *
 * @param labels [H * W], the region of each pixel; regions are numbered from 0 in the raster order of their first
 *     pixels
 * @param regions how many
 * @param neighbours the regions that touch, by the first and then by the second number
 */
@SuppressWarnings("ArrayRecordComponent") // megabytes that are made once and only read
record Segmentation(int[] labels, int regions, RegionPairs neighbours) {}

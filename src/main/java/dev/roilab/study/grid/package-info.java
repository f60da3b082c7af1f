/** What varies in a study, multiplied out: axes and arms become cells. */
@org.jspecify.annotations.NullMarked
package dev.roilab.study.grid;

/** What decides a trial's numbers, and where and by what it was run. */
@org.jspecify.annotations.NullMarked
package dev.roilab.run.key;

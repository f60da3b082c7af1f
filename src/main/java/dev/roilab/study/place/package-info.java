/** Settings by their paths: those that the command line changes, and those that once stood elsewhere. */
@org.jspecify.annotations.NullMarked
package dev.roilab.study.place;

/** A study's file becomes its trials, and everything that is wrong with it is said before any runs. */
@org.jspecify.annotations.NullMarked
package dev.roilab.study;

/** What a number may be that a trial measures: its name, heading, unit, and which values of it are wished for. */
@org.jspecify.annotations.NullMarked
package dev.roilab.measure;

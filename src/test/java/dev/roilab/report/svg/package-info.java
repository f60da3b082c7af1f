@org.jspecify.annotations.NullMarked
package dev.roilab.report.svg;

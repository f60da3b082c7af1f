@org.jspecify.annotations.NullMarked
package dev.roilab.run.system;

@org.jspecify.annotations.NullMarked
package dev.roilab.data.parts;

@org.jspecify.annotations.NullMarked
package dev.roilab.toy;

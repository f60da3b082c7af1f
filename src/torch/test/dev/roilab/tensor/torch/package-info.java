/** Tests of the torch engine. */
@org.jspecify.annotations.NullMarked
package dev.roilab.tensor.torch;

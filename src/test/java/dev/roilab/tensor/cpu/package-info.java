/** Tests of the compute engines. */
@org.jspecify.annotations.NullMarked
package dev.roilab.tensor.cpu;

/** Tests of YAML binding. */
@org.jspecify.annotations.NullMarked
package dev.roilab.yaml;

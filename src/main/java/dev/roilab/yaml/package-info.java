/** Strict binding of YAML documents to records, with a position for every problem. */
@org.jspecify.annotations.NullMarked
package dev.roilab.yaml;

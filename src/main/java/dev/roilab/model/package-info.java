/** The systems: one folder a paper, and the list that names them. */
@org.jspecify.annotations.NullMarked
package dev.roilab.model;

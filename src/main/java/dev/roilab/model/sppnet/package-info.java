/** SPPnet (arXiv:1406.4729). */
@org.jspecify.annotations.NullMarked
package dev.roilab.model.sppnet;

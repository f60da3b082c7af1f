/** Fast R-CNN (arXiv:1504.08083). */
@org.jspecify.annotations.NullMarked
package dev.roilab.model.fastrcnn;

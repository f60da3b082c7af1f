/** The training loop, its data pipeline and the divergence guard. */
@org.jspecify.annotations.NullMarked
package dev.roilab.train;

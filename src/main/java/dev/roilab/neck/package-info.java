/** The maps that a detector reads its regions from: a backbone's last, or a pyramid of several. */
@org.jspecify.annotations.NullMarked
package dev.roilab.neck;

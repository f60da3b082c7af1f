/** Pictures in folders of their classes. */
@org.jspecify.annotations.NullMarked
package dev.roilab.data.folders;

/** Files that appear whole or not at all, records as JSON, and their digests. */
@org.jspecify.annotations.NullMarked
package dev.roilab.file;

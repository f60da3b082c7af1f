/** What all formats of files are checked for: findings and how they are told, pictures and whether they are sound. */
@org.jspecify.annotations.NullMarked
package dev.roilab.data.check;

/** Networks that see one warped window at a time. */
@org.jspecify.annotations.NullMarked
package dev.roilab.detect.crop;

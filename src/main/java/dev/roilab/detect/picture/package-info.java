/** What networks share that say something of a whole picture. */
@org.jspecify.annotations.NullMarked
package dev.roilab.detect.picture;

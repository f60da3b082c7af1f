/** What trials share: made once under a lock, kept in the cache by what decides it. */
@org.jspecify.annotations.NullMarked
package dev.roilab.run.artefact;

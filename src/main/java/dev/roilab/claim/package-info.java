/** What results say about claims: measures paired by seed or process, their tests and verdicts. */
@org.jspecify.annotations.NullMarked
package dev.roilab.claim;

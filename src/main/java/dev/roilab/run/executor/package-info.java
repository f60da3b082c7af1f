/** What a study asks of whoever trains and tests its trials. */
@org.jspecify.annotations.NullMarked
package dev.roilab.run.executor;

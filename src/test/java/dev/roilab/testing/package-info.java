/** What tests share: reference data, gradient checks, slow twins. */
@org.jspecify.annotations.NullMarked
package dev.roilab.testing;

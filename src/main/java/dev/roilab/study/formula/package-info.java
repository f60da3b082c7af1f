/** The language of claims: metrics of arms, their units, and what is said of them. */
@org.jspecify.annotations.NullMarked
package dev.roilab.study.formula;

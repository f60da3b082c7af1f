/** The command line. The only package that prints or exits. */
@org.jspecify.annotations.NullMarked
package dev.roilab.cli;

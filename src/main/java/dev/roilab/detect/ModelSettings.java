package dev.roilab.detect;

/** The {@code model} block of a study: what one system of one paper is made of. Each system has a record of its own. */
public interface ModelSettings {}

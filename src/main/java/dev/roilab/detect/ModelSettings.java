package dev.roilab.detect;

import dev.roilab.backbone.BackboneSettings;

/** The {@code model} block of a study: what one system of one paper is made of. Each system has a record of its own. */
public interface ModelSettings {
    /** The convolutions, which every system has. */
    BackboneSettings backbone();

    /** The fully connected layers, which every system has. */
    HeadSettings head();
}

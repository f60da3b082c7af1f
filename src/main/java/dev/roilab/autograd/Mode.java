package dev.roilab.autograd;

/** What layers heed that behave otherwise while a network learns than while it is used, such as batch normalisation. */
public enum Mode {
    TRAINING,
    EVALUATION
}

package dev.roilab.backbone;

import dev.roilab.nn.Layer;

/** The convolutional part that runs once over a whole image: [N, 3, H, W] to [N, channels, H / stride, W / stride]. */
public interface Backbone extends Layer {
    /** Image pixels per feature cell. */
    int stride();

    /** Channels of the feature map. */
    int channels();
}

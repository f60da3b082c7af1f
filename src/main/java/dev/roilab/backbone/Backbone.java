package dev.roilab.backbone;

import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.nn.Layer;
import java.util.Set;
import java.util.SortedMap;

/**
 * The convolutional part that runs once over a whole image, [N, 3, H, W]. It gives a map for each stride that it works
 * at, the last before the next halving; as a layer it gives the last of all, [N, channels, H / stride, W / stride].
 */
public interface Backbone extends Layer {
    /** Image pixels per cell of the last map. */
    int stride();

    /** Channels of the last map. */
    int channels();

    /** Channels of the map at each stride, by image pixels per cell; the last is the {@link #stride}. */
    SortedMap<Integer, Integer> channelsByStride();

    /**
     * The maps at some strides; nothing beyond the greatest of them is computed.
     *
     * @param images [N, 3, H, W]
     * @param strides among {@link #channelsByStride}
     * @return by stride, rising: [N, channels, H / stride, W / stride]
     * @throws IllegalArgumentException if there is no map at one of them, or none is asked for
     */
    SortedMap<Integer, Variable> maps(Tape tape, Variable images, Set<Integer> strides);
}

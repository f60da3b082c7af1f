package dev.roilab.backbone;

import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.nn.Layer;
import java.util.List;
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

    /**
     * A place between two layers, where a classifier beside the last one may stand.
     *
     * @param place of the layer before it, from 0
     * @param stride image pixels per cell of the map there
     * @param channels of that map
     */
    record Side(int place, int stride, int channels) {}

    /**
     * Places for classifiers beside the last one: GoogLeNet's (arXiv:1409.4842), section 5, where its paper has them;
     * those of other networks cut their layers into parts of about the same length.
     *
     * @throws IllegalArgumentException if the network is too short for so many
     */
    List<Side> sides(int count);

    /**
     * The maps at some sides and the last of all.
     *
     * @param images [N, 3, H, W]
     * @param sides of this backbone
     * @return in the order of the sides, the last map after them
     */
    List<Variable> maps(Tape tape, Variable images, List<Side> sides);
}

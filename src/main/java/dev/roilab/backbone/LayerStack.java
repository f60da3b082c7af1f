package dev.roilab.backbone;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.nn.Layer;
import dev.roilab.nn.Sequential;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A backbone that is one layer after another. */
abstract class LayerStack implements Backbone {
    private final Sequential layers;
    private final List<Placed> placed;
    private final int channels;
    private final SortedMap<Integer, Integer> channelsByStride = new TreeMap<>();
    private final SortedMap<Integer, Integer> lastByStride = new TreeMap<>();

    /**
     * A layer in its place.
     *
     * @param stride image pixels per cell of what it gives
     * @param channels of what it gives
     */
    record Placed(Layer layer, int stride, int channels) {}

    /** @param placed at least one; strides do not fall */
    LayerStack(List<Placed> placed) {
        this.placed = List.copyOf(placed);
        channels = placed.getLast().channels();
        layers = new Sequential(placed.stream().map(Placed::layer).toList());
        for (int place = 0; place < placed.size(); place++) {
            channelsByStride.put(placed.get(place).stride(), placed.get(place).channels());
            lastByStride.put(placed.get(place).stride(), place);
        }
    }

    @Override
    public final Variable forward(Tape tape, Variable input) {
        return layers.forward(tape, input);
    }

    @Override
    public final SortedMap<Integer, Variable> maps(Tape tape, Variable images, Set<Integer> strides) {
        if (strides.isEmpty() || !lastByStride.keySet().containsAll(strides)) {
            throw new IllegalArgumentException(
                    "this backbone has maps of strides %s, asked for %s".formatted(lastByStride.keySet(), strides));
        }
        Set<Integer> places = strides.stream().map(lastByStride::get).collect(Collectors.toSet());
        SortedMap<Integer, Variable> outputs = layers.outputs(tape, images, places);
        SortedMap<Integer, Variable> maps = new TreeMap<>();
        strides.forEach(stride -> maps.put(stride, outputs.get(lastByStride.get(stride))));
        return maps;
    }

    @Override
    public List<Side> sides(int count) {
        if (count >= placed.size()) {
            throw new IllegalArgumentException(
                    "%d classifiers beside the last one need as many layers and one more, and this backbone has %d"
                            .formatted(count, placed.size()));
        }
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> side((int) Math.round((double) number * placed.size() / (count + 1)) - 1))
                .toList();
    }

    /** Behind a layer. */
    final Side side(int place) {
        return new Side(place, placed.get(place).stride(), placed.get(place).channels());
    }

    @Override
    public final List<Variable> maps(Tape tape, Variable images, List<Side> sides) {
        List<Integer> places = new ArrayList<>(sides.stream().map(Side::place).toList());
        places.add(placed.size() - 1);
        Map<Integer, Variable> outputs = layers.outputs(tape, images, Set.copyOf(places));
        return places.stream().map(outputs::get).toList();
    }

    @Override
    public final List<Parameter> parameters() {
        return layers.parameters();
    }

    @Override
    public final List<Parameter> buffers() {
        return layers.buffers();
    }

    @Override
    public final int stride() {
        return channelsByStride.lastKey();
    }

    @Override
    public final int channels() {
        return channels;
    }

    @Override
    public final SortedMap<Integer, Integer> channelsByStride() {
        return Collections.unmodifiableSortedMap(channelsByStride);
    }
}

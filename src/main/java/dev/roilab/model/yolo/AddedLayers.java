package dev.roilab.model.yolo;

import dev.roilab.yaml.Range;
import dev.roilab.yaml.Ranges;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The layers above the pretrained backbone: section 2.2. Convolutions of 3 x 3 cells, then hidden fully connected
 * layers, all with leaky ReLUs; the outputs above them are linear.
 *
 * @param channels of each convolution (1024 four times); none: the backbone's map is read as it is
 * @param strides of each convolution (1, 2, 1, 1)
 * @param fc width of each hidden layer (4096)
 * @param dropout part of the first hidden layer's outputs that a training step leaves out (0.5)
 */
public record AddedLayers(
        @Range(min = 1) List<Integer> channels,
        @Range(min = 1, max = 2) List<Integer> strides,
        @Range(min = 1) List<Integer> fc,
        @Range(min = 0, below = 1) double dropout) {
    public AddedLayers {
        channels = List.copyOf(channels);
        strides = List.copyOf(strides);
        fc = List.copyOf(fc);
        List<String> problems = Ranges.problems(AddedLayers.class, channels, strides, fc, dropout);
        if (strides.size() != channels.size()) {
            problems.add("strides must be as many as channels, %d, got %d".formatted(channels.size(), strides.size()));
        }
        if (fc.isEmpty()) {
            problems.add("fc must name at least one layer");
        }
        Ranges.throwAny(problems);
    }

    /** Of the hidden layers, in order: fc6 is the first, as in all detectors. */
    List<String> names() {
        return IntStream.range(0, fc.size())
                .mapToObj(place -> "fc" + (6 + place))
                .toList();
    }

    /** Cells of a side after the convolutions, whose border of one cell lets a map keep its size at stride 1. */
    int cells(int before) {
        int cells = before;
        for (int stride : strides) {
            cells = (cells + stride - 1) / stride;
        }
        return cells;
    }
}

package dev.roilab.detect.picture;

import dev.roilab.yaml.Range;
import dev.roilab.yaml.Ranges;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Hidden fully connected layers between the vector that is made of a picture and the outputs.
 *
 * @param fc width of each hidden layer; none in ResNet and all networks after it
 * @param dropout part of the numbers that a training step leaves out before each layer and the outputs
 */
public record PictureHead(
        @Range(min = 1) List<Integer> fc,
        @Range(min = 0, below = 1) double dropout) {
    public PictureHead {
        fc = List.copyOf(fc);
        Ranges.require(PictureHead.class, fc, dropout);
    }

    /** Of the hidden layers, in order. */
    public List<String> names() {
        return new ArrayList<>(IntStream.range(0, fc.size())
                .mapToObj(place -> "fc" + (6 + place))
                .toList());
    }
}

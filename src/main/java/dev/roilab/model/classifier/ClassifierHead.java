package dev.roilab.model.classifier;

import dev.roilab.yaml.Range;
import dev.roilab.yaml.Ranges;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Fully connected layers over the vector that is made of a picture, the last of which gives the scores of the classes.
 *
 * @param fc width of each hidden layer; none in ResNet and all networks after it
 * @param dropout part of the numbers that a training step leaves out before each layer
 */
public record ClassifierHead(
        @Range(min = 1) List<Integer> fc, @Range(min = 0, below = 1) double dropout) {
    public ClassifierHead {
        fc = List.copyOf(fc);
        Ranges.require(ClassifierHead.class, fc, dropout);
    }

    /** Of the hidden layers, in order. */
    List<String> names() {
        return new ArrayList<>(IntStream.range(0, fc.size())
                .mapToObj(place -> "fc" + (6 + place))
                .toList());
    }
}

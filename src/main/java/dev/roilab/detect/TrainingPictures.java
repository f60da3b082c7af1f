package dev.roilab.detect;

import dev.roilab.data.DataSettings;
import dev.roilab.data.Resizing.Extent;
import dev.roilab.data.Sample;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How many and how large the pictures are that a training sees.
 *
 * @param count of the split
 * @param resized sizes at all scales of the training
 */
public record TrainingPictures(int count, Set<Extent> resized) {
    public TrainingPictures {
        resized = Set.copyOf(resized);
    }

    /** Of the training split of a data set. */
    public static TrainingPictures of(List<? extends Sample<?>> split, DataSettings data, TrainSettings train) {
        Set<Extent> resized = train.scales().orElse(List.of(data.shorterSide())).stream()
                .map(side -> ImageScales.rule(data, side))
                .flatMap(rule -> split.stream().map(sample -> rule.resized(sample.width(), sample.height())))
                .collect(Collectors.toSet());
        return new TrainingPictures(split.size(), resized);
    }
}

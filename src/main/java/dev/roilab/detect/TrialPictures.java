package dev.roilab.detect;

import dev.roilab.data.DataSettings;
import dev.roilab.data.Dataset;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import java.util.List;
import java.util.stream.Stream;

/**
 * The pictures of a trial and the sizes at which it sees them.
 *
 * @param data as the system's task can read it
 * @param sizes to which pictures are resized
 * @param train which may name further ones
 */
public record TrialPictures(Dataset<TrueObjects> data, DataSettings sizes, TrainSettings train) {
    /** How many and how large those of both splits are, as a training would see them. */
    public TrainingPictures ofBothSplits() {
        List<Sample<TrueObjects>> all =
                Stream.concat(data.train().stream(), data.test().stream()).toList();
        return TrainingPictures.of(all, sizes, train);
    }
}

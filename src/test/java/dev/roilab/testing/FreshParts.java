package dev.roilab.testing;

import dev.roilab.data.DataSets;
import dev.roilab.data.DataSettings;
import dev.roilab.detect.ImageScales;
import dev.roilab.detect.InitialWeights;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.TestSettings;
import dev.roilab.detect.TrainSettings;
import dev.roilab.nn.RandomStreams;
import dev.roilab.tensor.Engine;
import dev.roilab.timing.StageTimer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a system without proposals is made of that starts from nothing. */
public final class FreshParts {
    private FreshParts() {}

    /**
     * Of pictures at one scale, of which eight megabytes are kept resized.
     *
     * @param seed of the weights and of what training draws
     * @param folder for what a training keeps on disk
     */
    public static SystemParts of(Engine engine, DataSettings data, TrainSettings train, long seed, Path folder) {
        return new SystemParts(
                engine,
                DataSets.load(data, Optional.empty()),
                _ -> List.of(),
                new ImageScales(data, 8),
                train,
                TestSettings.ONE_SCALE,
                new RandomStreams(seed),
                new StageTimer(),
                folder,
                InitialWeights.NONE,
                false);
    }
}

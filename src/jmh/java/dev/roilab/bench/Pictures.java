package dev.roilab.bench;

import dev.roilab.data.DataSets;
import dev.roilab.data.DataSettings;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import java.util.Optional;

/** Made-up pictures: shapes with texture and noise. */
public final class Pictures {
    private Pictures() {}

    /** Always the same picture of a size. */
    public static Sample<TrueObjects> of(int width, int height) {
        var settings = new DataSettings.Shapes(1, width, height, 1, 1, 4, 8, 16, 120, 0.3, 0.5, 8, height, width);
        return DataSets.load(settings, Optional.empty()).train().getFirst();
    }
}

package dev.roilab.data;

import java.util.List;
import java.util.Optional;

/** Settings that several tests share. */
public final class TestSettings {
    private TestSettings() {}

    public static DataSettings.Shapes shapes(long seed) {
        return new DataSettings.Shapes(seed, 128, 128, 40, 20, 6, 5, 14, 64, 0.3, 0.6, 6, 128, 128);
    }

    public static DataSettings.Voc voc(DataSettings.OnBadBox policy, String... classes) {
        return voc(policy, Optional.empty(), classes);
    }

    public static DataSettings.Voc voc(
            DataSettings.OnBadBox policy, Optional<Boolean> trainDifficult, String... classes) {
        return new DataSettings.Voc(
                Optional.empty(),
                List.of(classes),
                List.of("trainval"),
                "test",
                policy,
                trainDifficult,
                Optional.empty(),
                Optional.empty(),
                240,
                320);
    }
}

package dev.roilab.detect.staged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.data.CropWarper;
import dev.roilab.data.DataSets;
import dev.roilab.data.DataSettings;
import dev.roilab.data.ImagePreparation;
import dev.roilab.data.TrueObject;
import dev.roilab.detect.TrainSettings;
import dev.roilab.geometry.Box;
import dev.roilab.nn.RandomStreams;
import dev.roilab.nn.Schedule;
import dev.roilab.tensor.Precision;
import dev.roilab.testing.Models;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FlippedCropsTest {
    private static final DataSettings DATA = new DataSettings.Shapes(5, 64, 64, 1, 1, 2, 2, 24, 48, 0, 0.2, 3, 64, 64);
    private static final CropWarper WARPER = new CropWarper(8, 1);

    /** Of one object and one window of background: what else differs between crops is mirroring. */
    private static Set<List<Float>> crops(boolean flip) {
        var settings = new TrainSettings(1, 1, flip, Precision.F32, 0.02, 0.9, 5e-4, new Schedule.Constant(0));
        var sample = DataSets.load(DATA, Optional.empty()).train().getFirst();
        TrueObject object = sample.truth().objects().getFirst();
        Box box = object.box();
        Box apart = new Box(box.x1(), box.y1(), box.x1() + box.width() / 3, box.y1() + box.height() / 3);
        var windows = new ImageWindows(sample, List.of(apart, box), List.of(object));
        float[] values = new FineTuning(List.of(windows), Models.sampling(32), settings, new RandomStreams(3))
                .crops(0, WARPER, new ImagePreparation(DATA))
                .values();
        Set<List<Float>> different = new HashSet<>();
        for (int at = 0; at < values.length; at += WARPER.cropLength()) {
            Float[] crop = new Float[WARPER.cropLength()];
            for (int i = 0; i < crop.length; i++) {
                crop[i] = values[at + i];
            }
            different.add(Arrays.asList(crop));
        }
        return different;
    }

    @Test
    void cropsAreMirroredWhereTheSettingsSaySoAndOnlyThere() {
        assertThat(crops(false)).hasSize(2);
        assertThat(crops(true)).hasSize(4);
    }
}

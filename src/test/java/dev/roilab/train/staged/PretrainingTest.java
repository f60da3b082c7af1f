package dev.roilab.train.staged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.data.DataSets;
import dev.roilab.data.DataSettings;
import dev.roilab.detect.ModelSettings;
import dev.roilab.nn.Schedule;
import dev.roilab.roi.RoiLayer;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import dev.roilab.train.PretrainSettings;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PretrainingTest {
    private static final DataSettings DATA =
            new DataSettings.Shapes(9, 48, 48, 60, 30, 2, 1, 24, 40, 0, 0.2, 3, 48, 48);

    @Test
    void twoSizesLearnToTellTwoShapesApart() throws InterruptedException {
        var result = run(List.of(32, 48), 120);
        assertThat(result.singleView()).isGreaterThan(0.8);
        assertThat(result.multiView()).isGreaterThan(0.8);
        assertThat(result.weights().values()).containsKey("conv1.weight").doesNotContainKey("head.fc6.weight");
    }

    @Test
    void equalSettingsGiveEqualBits() throws InterruptedException {
        var first = run(List.of(32), 5).weights().values();
        var second = run(List.of(32), 5).weights().values();
        assertThat(first.keySet()).isEqualTo(second.keySet());
        first.forEach((name, values) -> assertThat(second)
                .extractingByKey(name)
                .satisfies(again -> assertThat(again.numbers()).containsExactly(values.numbers())));
    }

    @Test
    void tenViewsOfAMapStayInside() {
        assertThat(Views.windows()).hasSize(10).allSatisfy(view -> {
            assertThat(view.x1()).isBetween(0.0, 1.0);
            assertThat(view.y2()).isBetween(0.0, 1.0);
        });
    }

    private static Pretraining.Result run(List<Integer> sizes, int steps) throws InterruptedException {
        var settings = new PretrainSettings.Classification(
                1,
                DATA,
                sizes,
                new RoiLayer.Spp(List.of(3, 2, 1)),
                new ModelSettings.Head(List.of(32)),
                steps,
                16,
                0.02,
                0.9,
                5e-4,
                new Schedule.Constant(10));
        try (Engine engine = Engines.create("cpu", "cpu", 2)) {
            return new Pretraining(settings, DataSets.load(DATA, Optional.empty()))
                    .run(engine, new BackboneSettings.Tiny(8, 8, Optional.empty(), 0), (_, _, _, _) -> {});
        }
    }
}

package dev.roilab.detect.pretraining;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.data.DataSets;
import dev.roilab.data.DataSettings;
import dev.roilab.data.Dataset;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.detect.region.HeadSettings;
import dev.roilab.detect.staged.StepsWithoutRegionsTest;
import dev.roilab.nn.Schedule;
import dev.roilab.roi.RoiLayer;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PretrainingTest {
    private static final DataSettings DATA = new DataSettings.Shapes(9, 64, 64, 8, 2, 2, 1, 40, 56, 0, 0.1, 2, 64, 64);

    @Test
    void eightPicturesAreLearnedByHeartAtTwoSizes() throws InterruptedException {
        List<Double> losses = new ArrayList<>();
        var result = run(List.of(32, 64), 150, losses);
        assertThat(losses.subList(130, 150)).allSatisfy(loss -> assertThat(loss).isLessThan(losses.getFirst() / 3));
        assertThat(result.weights().values()).containsKey("conv1.weight").doesNotContainKey("head.fc6.weight");
        assertThat(result.facts()).containsKeys("pretraining_accuracy_one_view", "pretraining_accuracy_many_views");
    }

    @Test
    void equalSettingsGiveEqualBits() throws InterruptedException {
        var first = run(List.of(32), 5, new ArrayList<>()).weights().values();
        var second = run(List.of(32), 5, new ArrayList<>()).weights().values();
        assertThat(first.keySet()).isEqualTo(second.keySet());
        first.forEach((name, values) -> assertThat(second)
                .extractingByKey(name)
                .satisfies(again -> assertThat(again.numbers()).containsExactly(values.numbers())));
    }

    @Test
    void picturesWithoutAnObjectAreLeftOutAndCounted() throws InterruptedException {
        Dataset<TrueObjects> all = DataSets.load(DATA, Optional.empty());
        List<Sample<TrueObjects>> half = new ArrayList<>(all.train().subList(0, 4));
        all.train().subList(4, 8).forEach(sample -> half.add(new StepsWithoutRegionsTest.Unmarked(sample)));
        var data = new Dataset<>("half", all.classes(), half, all.test(), "", List.of());
        var result = run(data, List.of(32), 3, new ArrayList<>());
        assertThat(result.facts()).containsEntry("pretraining_pictures_without_object", "4");
        assertThat(result.singleView()).isBetween(0.0, 1.0);
        assertThat(run(List.of(32), 3, new ArrayList<>()).facts())
                .doesNotContainKey("pretraining_pictures_without_object");
    }

    @Test
    void tenViewsOfAMapStayInside() {
        assertThat(Views.windows()).hasSize(10).allSatisfy(view -> {
            assertThat(view.x1()).isBetween(0.0, 1.0);
            assertThat(view.y2()).isBetween(0.0, 1.0);
        });
    }

    private static Pretraining.Result run(List<Integer> sizes, int steps, List<Double> losses)
            throws InterruptedException {
        return run(DataSets.load(DATA, Optional.empty()), sizes, steps, losses);
    }

    private static Pretraining.Result run(
            Dataset<TrueObjects> data, List<Integer> sizes, int steps, List<Double> losses)
            throws InterruptedException {
        var settings = new PretrainSettings.Classification(
                1,
                DATA,
                sizes,
                new RoiLayer.Spp(List.of(3, 2, 1)),
                new HeadSettings.Fc(List.of(32)),
                steps,
                16,
                0.01,
                0.9,
                5e-4,
                new Schedule.Constant(10));
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            return new Pretraining(settings, data)
                    .run(
                            engine,
                            new BackboneSettings.Tiny(8, 8, Optional.empty(), 0),
                            (_, _, loss) -> losses.add(loss.total()));
        }
    }
}

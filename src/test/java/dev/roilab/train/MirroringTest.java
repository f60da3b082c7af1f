package dev.roilab.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.data.DataSets;
import dev.roilab.data.DataSettings;
import dev.roilab.data.Dataset;
import dev.roilab.data.ImagePreparation;
import dev.roilab.data.Prepared;
import dev.roilab.data.TrueObjects;
import dev.roilab.detect.TrainSettings;
import dev.roilab.geometry.BoxCoder;
import dev.roilab.model.fastrcnn.HierarchicalSampling;
import dev.roilab.nn.RandomStreams;
import dev.roilab.nn.Schedule;
import dev.roilab.proposal.ProposalSearch;
import dev.roilab.proposal.ProposalSettings;
import dev.roilab.proposal.Proposals;
import dev.roilab.tensor.Precision;
import dev.roilab.testing.Models;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code train.flip}: half of the images of the mini-batches are mirrored, or none. */
class MirroringTest {
    private static final DataSettings DATA = new DataSettings.Shapes(5, 64, 64, 4, 2, 2, 2, 24, 48, 0, 0.2, 3, 64, 64);
    private static final int STEPS = 20;

    @TempDir
    private Path folder;

    private final Dataset<TrueObjects> data = DataSets.load(DATA, Optional.empty());
    private final ImagePreparation preparation = new ImagePreparation(DATA);

    private List<HierarchicalSampling.MiniBatch> batches(boolean flip) throws InterruptedException {
        var grid = new ProposalSettings.DenseGrid(100, List.of(24.0, 48.0), List.of(1.0), 0.5);
        Proposals proposals = new ProposalSearch(grid, folder, 1).of(data.train(), _ -> {});
        var settings = new TrainSettings(STEPS, 2, flip, Precision.F32, 0.02, 0.9, 5e-4, new Schedule.Constant(0));
        var coder = new BoxCoder(List.of(0.1, 0.1, 0.2, 0.2));
        var source = new HierarchicalSampling(
                new HierarchicalSampling.Source(data, proposals, List.of(preparation)),
                Models.sampling(16),
                settings,
                new RandomStreams(3),
                coder);
        List<HierarchicalSampling.MiniBatch> batches = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            batches.add(source.batch(step));
        }
        return batches;
    }

    private static long mirrored(List<HierarchicalSampling.MiniBatch> batches) {
        return batches.stream()
                .flatMap(batch -> batch.images().images().stream())
                .filter(Prepared::flipped)
                .count();
    }

    @Test
    void noImageIsMirroredWithoutIt() throws InterruptedException {
        assertThat(mirrored(batches(false))).isZero();
    }

    @Test
    void aboutHalfOfTheImagesAreMirroredWithItPixelsAndAll() throws InterruptedException {
        List<HierarchicalSampling.MiniBatch> batches = batches(true);
        assertThat(mirrored(batches)).isBetween(10L, 30L);
        for (HierarchicalSampling.MiniBatch batch : batches) {
            int values = batch.images().values().length / 2;
            for (int i = 0; i < 2; i++) {
                Prepared<?> image = batch.images().images().get(i);
                Prepared<TrueObjects> same = preparation.prepare(
                        data.train().stream()
                                .filter(sample -> sample.id().equals(image.id()))
                                .findFirst()
                                .orElseThrow(),
                        image.flipped());
                assertThat(image.truth()).isEqualTo(same.truth());
                assertThat(Arrays.copyOfRange(batch.images().values(), i * values, (i + 1) * values))
                        .isEqualTo(preparation.batch(List.of(same)).values());
            }
        }
    }
}

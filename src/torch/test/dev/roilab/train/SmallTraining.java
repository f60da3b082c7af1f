package dev.roilab.train;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.data.DataSets;
import dev.roilab.data.DataSettings;
import dev.roilab.data.Dataset;
import dev.roilab.data.ImagePreparation;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.detect.GradientDescent;
import dev.roilab.detect.TrainSettings;
import dev.roilab.detect.region.BoxTargets;
import dev.roilab.detect.region.HeadSettings;
import dev.roilab.model.fastrcnn.FastRcnn;
import dev.roilab.model.fastrcnn.FastRcnnTraining;
import dev.roilab.model.fastrcnn.HierarchicalSampling;
import dev.roilab.model.fastrcnn.MultiTaskLoss;
import dev.roilab.nn.BoxLoss;
import dev.roilab.nn.RandomStreams;
import dev.roilab.nn.Schedule;
import dev.roilab.proposal.ProposalSearch;
import dev.roilab.proposal.ProposalSettings;
import dev.roilab.proposal.Proposals;
import dev.roilab.roi.RoiLayer;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Precision;
import dev.roilab.testing.Models;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A Fast R-CNN small enough to be trained in seconds, on pictures of 64 x 64 pixels. */
final class SmallTraining {
    private static final DataSettings DATA = new DataSettings.Shapes(5, 64, 64, 4, 2, 2, 2, 24, 48, 0, 0.2, 3, 64, 64);

    private final GradientDescent<HierarchicalSampling.MiniBatch> trainer;
    private final HierarchicalSampling batches;

    /** @param folder for proposals */
    SmallTraining(Engine engine, RoiLayer layer, Path folder) throws InterruptedException {
        Dataset<TrueObjects> data = DataSets.load(DATA, Optional.empty());
        List<? extends Sample<?>> samples =
                Stream.concat(data.train().stream(), data.test().stream()).toList();
        var grid = new ProposalSettings.DenseGrid(300, List.of(24.0, 32.0, 48.0), List.of(0.7, 1.0, 1.4), 0.25);
        Proposals proposals = new ProposalSearch(grid, folder, 1).of(samples, _ -> {});
        var settings = new TrainSettings(1, 2, true, Precision.F32, 0.02, 0.9, 5e-4, new Schedule.Constant(0));
        var model = Models.fastRcnn(
                new BackboneSettings.Tiny(8, 8, Optional.empty(), 0),
                layer,
                new HeadSettings.Fc(List.of(32)),
                new BoxLoss.SmoothL1(1, 1),
                new BoxTargets(List.of(0.1, 0.1, 0.2, 0.2)));
        var random = new RandomStreams(3);
        var network = new FastRcnn(engine, model, data.classes().size(), random);
        trainer = FastRcnnTraining.descent(engine, network, MultiTaskLoss.of(model.boxLoss()), settings);
        batches = new HierarchicalSampling(
                new HierarchicalSampling.Source(data, proposals, List.of(new ImagePreparation(DATA))),
                Models.sampling(32),
                settings,
                random,
                network.boxCoder());
    }

    /** The sum of both losses at each of some steps. */
    List<Double> losses(int steps, double rate) {
        List<Double> losses = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            losses.add(trainer.step(batches.batch(step), rate).orElseThrow().total());
        }
        return losses;
    }

    /** The same mini-batch again and again. */
    void repeat(int steps) {
        HierarchicalSampling.MiniBatch batch = batches.batch(0);
        for (int step = 0; step < steps; step++) {
            if (trainer.step(batch, 1e-3).isEmpty()) {
                throw new IllegalStateException("the mini-batch has no region to learn from");
            }
        }
    }
}

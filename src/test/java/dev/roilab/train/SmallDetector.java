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
import dev.roilab.detect.postprocessing.Postprocessor;
import dev.roilab.detect.region.BoxTargets;
import dev.roilab.detect.region.HeadSettings;
import dev.roilab.geometry.Detection;
import dev.roilab.model.fastrcnn.FastRcnn;
import dev.roilab.model.fastrcnn.FastRcnnInference;
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
import dev.roilab.testing.TestEngine;
import dev.roilab.timing.StageTimer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A whole Fast R-CNN with few channels, and four pictures of 64 x 64 pixels to train it on. */
final class SmallDetector implements AutoCloseable {
    private static final DataSettings DATA = new DataSettings.Shapes(5, 64, 64, 4, 2, 2, 2, 24, 48, 0, 0.2, 3, 64, 64);
    private static final ProposalSettings GRID =
            new ProposalSettings.DenseGrid(300, List.of(24.0, 32.0, 48.0), List.of(0.7, 1.0, 1.4), 0.25);

    private final Dataset<TrueObjects> data = DataSets.load(DATA, Optional.empty());
    private final ImagePreparation preparation = new ImagePreparation(DATA);
    private final Engine engine;
    private final Proposals proposals;
    private final FastRcnn network;
    private final GradientDescent<HierarchicalSampling.MiniBatch> trainer;
    private final HierarchicalSampling batches;
    private final FastRcnnInference tester;

    /**
     * An untrained detector.
     *
     * @param cache folder for proposals
     * @param images of the four in a mini-batch, each with 16 regions
     * @param threads of the engine; two are several times slower than one where others keep the processor busy
     */
    SmallDetector(Path cache, RoiLayer layer, int steps, int images, long seed, int threads)
            throws InterruptedException {
        engine = TestEngine.create(threads);
        var settings = new TrainSettings(
                steps, images, true, Precision.F32, 0.02, 0.9, 5e-4, new Schedule.Step(List.of(0.7), 0.1, 10));
        var model = Models.fastRcnn(
                new BackboneSettings.Tiny(8, 8, Optional.empty(), 0),
                layer,
                new HeadSettings.Fc(List.of(32)),
                new BoxLoss.SmoothL1(1, 1),
                new BoxTargets(List.of(0.1, 0.1, 0.2, 0.2)));
        List<Sample<TrueObjects>> samples =
                Stream.concat(data.train().stream(), data.test().stream()).toList();
        var random = new RandomStreams(seed);
        proposals = new ProposalSearch(GRID, cache, 1).of(samples, _ -> {});
        network = new FastRcnn(engine, model, data.classes().size(), random);
        var source = new HierarchicalSampling.Source(data, proposals, List.of(preparation));
        batches = new HierarchicalSampling(source, Models.sampling(16 * images), settings, random, network.boxCoder());
        trainer = FastRcnnTraining.descent(engine, network, MultiTaskLoss.of(model.boxLoss()), settings);
        tester = new FastRcnnInference(
                engine,
                network,
                preparation,
                proposals,
                new Postprocessor(network.boxCoder(), Models.FEW),
                new StageTimer());
    }

    Dataset<TrueObjects> data() {
        return data;
    }

    Engine engine() {
        return engine;
    }

    FastRcnn network() {
        return network;
    }

    /** Runs all steps. */
    TrainingCurve train(TrainingListener listener) throws InterruptedException {
        return trainer.train(batches::batch, listener, Checkpoints.none()).curve();
    }

    List<Detection> detect(Sample<TrueObjects> sample) {
        return tester.detect(sample);
    }

    @Override
    public void close() {
        engine.close();
    }
}

package dev.roilab.experiment;

import dev.roilab.data.DetectionData;
import dev.roilab.data.ImagePreparation;
import dev.roilab.data.Sample;
import dev.roilab.detect.FastRcnn;
import dev.roilab.detect.FastRcnnLoss;
import dev.roilab.detect.ModelSettings;
import dev.roilab.detect.Postprocessor;
import dev.roilab.nn.RandomStreams;
import dev.roilab.proposal.ProposalSearch;
import dev.roilab.proposal.Proposals;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import dev.roilab.timing.StageTimer;
import dev.roilab.train.DeterminismCertificate;
import dev.roilab.train.FastRcnnTester;
import dev.roilab.train.FastRcnnTrainer;
import dev.roilab.train.FixedBoxes;
import dev.roilab.train.MiniBatches;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A few steps of a trial on a few of its images: what it will take, and whether it repeats to the bit. */
final class TrialProbe {
    private static final int TRAIN_IMAGES = 8;
    private static final int TEST_IMAGES = 3;

    /** The first steps make kernels; those after them are counted. */
    private static final int UNCOUNTED_STEPS = 2;

    private static final int COUNTED_STEPS = 3;

    /** Enough to pass every operation once with moved weights. */
    private static final int CERTIFIED_STEPS = 3;

    private final Trial trial;
    private final DetectionData whole;
    private final DetectionData few;
    private final Path cache;
    private final int threads;

    TrialProbe(Trial trial, DetectionData whole, Path cache, int threads) {
        this.trial = trial;
        this.whole = whole;
        this.few = new DetectionData(
                whole.name(),
                whole.classes(),
                first(whole.train(), TRAIN_IMAGES),
                first(whole.test(), TEST_IMAGES),
                whole.fingerprint(),
                List.of());
        this.cache = cache;
        this.threads = threads;
    }

    private static List<Sample> first(List<Sample> samples, int count) {
        return samples.subList(0, Math.min(count, samples.size()));
    }

    private Proposals proposals() throws InterruptedException {
        List<Sample> samples =
                Stream.concat(few.train().stream(), few.test().stream()).toList();
        return new ProposalSearch(trial.settings().proposals(), cache, threads).of(samples, _ -> {});
    }

    private Engine engine() {
        return Engines.create(trial.settings().engine(), trial.settings().device(), threads);
    }

    Estimate estimate() throws InterruptedException {
        Proposals found = proposals();
        double proposalSeconds = Stream.concat(few.train().stream(), few.test().stream())
                .mapToDouble(found::secondsOf)
                .average()
                .orElse(0);
        try (Engine engine = engine()) {
            Parts parts = parts(engine, found);
            List<Double> steps = new ArrayList<>();
            for (int step = 0; step < UNCOUNTED_STEPS + COUNTED_STEPS; step++) {
                long start = System.nanoTime();
                parts.trainer()
                        .step(
                                parts.batches().batch(step),
                                trial.settings().train().rate());
                steps.add((System.nanoTime() - start) / 1e9);
            }
            double stepSeconds = StageTimer.quantile(steps.subList(UNCOUNTED_STEPS, steps.size()), 0.5);
            var timer = new StageTimer(engine::synchronize);
            var post = new Postprocessor(
                    parts.network().boxCoder(), trial.settings().test());
            var tester = new FastRcnnTester(engine, parts.network(), parts.preparation(), found, post, timer)
                    .with(new FixedBoxes(trial.settings().test().detections()));
            few.test().forEach(tester::detect);
            double imageSeconds = StageTimer.quantile(timer.wholeMilliseconds(), 0.5) / 1e3;
            int images = whole.train().size() + whole.test().size();
            return new Estimate(
                    proposalSeconds * images / threads,
                    stepSeconds * trial.settings().train().steps(),
                    imageSeconds * whole.test().size(),
                    engine.memory().peakBytes() >> 20);
        }
    }

    DeterminismCertificate certify() throws InterruptedException {
        Proposals found = proposals();
        return DeterminismCertificate.of(CERTIFIED_STEPS, trace -> {
            try (Engine engine = trace.around(engine())) {
                Parts parts = parts(engine, found);
                for (int step = 0; step < CERTIFIED_STEPS; step++) {
                    parts.trainer()
                            .step(
                                    parts.batches().batch(step),
                                    trial.settings().train().rate());
                }
            }
        });
    }

    private record Parts(
            FastRcnn network, FastRcnnTrainer trainer, MiniBatches batches, ImagePreparation preparation) {}

    private Parts parts(Engine engine, Proposals found) {
        TrialSettings settings = trial.settings();
        return switch (settings.model()) {
            case ModelSettings.FastRcnn model -> {
                var random = new RandomStreams(trial.seed());
                var network = new FastRcnn(engine, model, few.classes().size(), random);
                var preparation = new ImagePreparation(settings.data());
                var batches = new MiniBatches(few, found, preparation, settings.train(), random, network.boxCoder());
                var trainer = new FastRcnnTrainer(engine, network, FastRcnnLoss.of(model.boxLoss()), settings.train());
                yield new Parts(network, trainer, batches, preparation);
            }
        };
    }
}

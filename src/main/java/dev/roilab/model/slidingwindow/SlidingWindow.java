package dev.roilab.model.slidingwindow;

import dev.roilab.autograd.Parameter;
import dev.roilab.data.Sample;
import dev.roilab.detect.DetectionSystem;
import dev.roilab.detect.FixedBoxes;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.crop.CropClassifier;
import dev.roilab.detect.postprocessing.Postprocessor;
import dev.roilab.detect.region.RegionClassifier;
import dev.roilab.detect.staged.FineTuning;
import dev.roilab.detect.staged.ImageWindows;
import dev.roilab.detect.staged.RegionEncoder;
import dev.roilab.detect.staged.RegionScores;
import dev.roilab.detect.staged.RidgeStage;
import dev.roilab.detect.staged.TrainingClock;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.Detection;
import dev.roilab.nn.Safetensors;
import dev.roilab.nn.WeightLoader;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Tensor;
import dev.roilab.timing.StageTimer;
import dev.roilab.train.Checkpoints;
import dev.roilab.train.TrainingCourse;
import dev.roilab.train.TrainingListener;
import dev.roilab.train.TrainingOutcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;

/**
 * Classifies every window of a grid of positions, scales and ratios: what proposals replaced. The network is R-CNN's,
 * fine-tuned on windows of the grid; its softmax decides, and no box is moved.
 */
public final class SlidingWindow implements DetectionSystem {
    private final SystemParts parts;
    private final SlidingWindowSettings model;
    private final CropClassifier classifier;
    private final RegionEncoder encoder;
    private final Postprocessor postprocessor;
    private final SequencedMap<String, String> facts = new LinkedHashMap<>();
    private long images;
    private long windows;
    private long nanoseconds;

    public SlidingWindow(SystemParts parts, SlidingWindowSettings model) {
        this.parts = parts;
        this.model = model;
        this.classifier = CropClassifier.create(parts, model.backbone(), model.crop(), model.head());
        this.encoder = classifier.encoder();
        this.postprocessor = new Postprocessor(RidgeStage.CODER, model.postprocessing());
    }

    @Override
    public TrainingOutcome train(TrainingListener listener, Checkpoints checkpoints) throws InterruptedException {
        var clock = new TrainingClock();
        List<ImageWindows> training = parts.data().train().stream()
                .map(sample -> ImageWindows.of(sample, model.windows().windows(sample.width(), sample.height())))
                .toList();
        var batches = new FineTuning(training, model.sampling(), parts.train(), parts.random());
        clock.ended("windows");
        TrainingCourse course = classifier.fineTune(batches, listener, checkpoints);
        return TrainingOutcome.of(course, clock.secondsWithout(FineTuning.STAGE));
    }

    @Override
    public List<Parameter> weights() {
        return classifier.network().weights();
    }

    @Override
    public void restore(Safetensors file) {
        WeightLoader.load(parts.engine(), weights(), file, _ -> false);
    }

    @Override
    public List<Detection> detect(Sample<?> sample) {
        long start = System.nanoTime();
        StageTimer timer = parts.timer();
        timer.startLap();
        try (Scope _ = parts.engine().openScope()) {
            List<Box> boxes = timer.stage("windows", () -> model.windows().windows(sample.width(), sample.height()));
            images++;
            windows += boxes.size();
            RegionClassifier head = classifier.network().head();
            var scores = RegionScores.of(boxes.size(), parts.data().classes().size());
            encoder.encode(sample, boxes, timer, (part, tape, pooled) -> {
                var features = head.features(tape, pooled, timer);
                Tensor logits =
                        timer.stage("outputs", () -> head.logits(tape, features).value());
                timer.stage(
                        "copies",
                        () -> scores.putProbabilities(
                                part, parts.engine().losses().softmax(logits)));
            });
            var found = scores.or(FixedBoxes.of(parts, model.postprocessing().detections()));
            Postprocessor.requireNumbers(sample.id(), found.scores(), found.offsets());
            return postprocessor.detections(
                    boxes, found.scores(), found.offsets(), sample.width(), sample.height(), timer);
        } finally {
            timer.endLap();
            nanoseconds += System.nanoTime() - start;
        }
    }

    @Override
    public SequencedMap<String, String> facts() {
        facts.put("windows_an_image", String.valueOf(Math.round((double) windows / Math.max(1, images))));
        facts.put(
                "microseconds_a_window", String.format(Locale.ROOT, "%.1f", nanoseconds / 1e3 / Math.max(1, windows)));
        return facts;
    }
}

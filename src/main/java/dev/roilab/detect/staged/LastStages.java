package dev.roilab.detect.staged;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObject;
import dev.roilab.detect.FixedBoxes;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.postprocessing.DetectedBoxes;
import dev.roilab.detect.postprocessing.Postprocessor;
import dev.roilab.detect.region.RegionClassifier;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.Detection;
import dev.roilab.nn.Linear;
import dev.roilab.nn.Safetensors;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Tensor;
import dev.roilab.timing.StageTimer;
import dev.roilab.timing.Stages;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What R-CNN (arXiv:1311.2524) and SPPnet (arXiv:1406.4729) do after fine-tuning: features of every training window to
 * disk, SVMs on the last hidden layer, ridge regression of boxes on the pooled map; and the test with them.
 */
public final class LastStages {
    private static final double MEGABYTE = 1 << 20;

    private final SystemParts parts;
    private final RegionClassifier network;
    private final RidgeSettings ridgeSettings;
    private final int classes;
    private final Postprocessor postprocessor;
    private final ClassSvms svms;
    private final Optional<FixedBoxes> fixedBoxes;
    private @Nullable Linear regressors;

    LastStages(SystemParts parts, RegionClassifier network, StagedSettings settings) {
        this.parts = parts;
        this.network = network;
        this.ridgeSettings = settings.boxRegression();
        this.classes = parts.data().classes().size();
        this.svms = new ClassSvms(parts.engine(), settings.svm(), classes);
        this.postprocessor = new Postprocessor(
                RidgeStage.CODER, settings.postprocessing(), settings.boxes().orElse(DetectedBoxes.REGRESSED));
        this.fixedBoxes = FixedBoxes.of(parts, settings.postprocessing().detections());
        if (fixedBoxes.isPresent()) {
            svms.prepare(network.featureCount());
            regressors = emptyRegressors();
        }
    }

    private Linear emptyRegressors() {
        return LinearMap.zeros(RidgeStage.OFFSETS * (classes + 1), network.pooledCount())
                .layer(parts.engine(), RidgeStage.NAME);
    }

    /** Trains on the windows of all training images. */
    void train(List<ImageWindows> images, RegionEncoder encoder, TrainingClock clock, Map<String, String> facts)
            throws InterruptedException {
        var ridge = new RidgeStage(ridgeSettings, classes);
        try (var features = new FeatureCache(parts.scratch(), network.featureCount());
                var pooled = new FeatureCache(parts.scratch(), network.pooledCount())) {
            for (ImageWindows image : images) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                cache(image, encoder, features, pooled, ridge);
            }
            clock.ended("features");
            facts.put("features_on_disk_mb", megabytes(features.bytes() + pooled.bytes()));
            svms.train(images, features);
            clock.ended("svms");
            if (pooled.rows() > 0) {
                double length = SvmStage.meanLength(images, pooled);
                regressors = ridge.fit(pooled, length)
                        .requireFinite("box regression")
                        .layer(parts.engine(), RidgeStage.NAME);
            }
            clock.ended("box regression");
        }
    }

    /** Of a number of bytes, as reports write it. */
    public static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes / MEGABYTE);
    }

    private void cache(
            ImageWindows image, RegionEncoder encoder, FeatureCache features, FeatureCache pooled, RidgeStage ridge) {
        long first = features.rows();
        encoder.encode(image.sample(), image.boxes(), Stages.UNTIMED, (windows, tape, map) -> {
            float[] top = network.features(tape, map, Stages.UNTIMED).value().toFloats();
            float[] below = map.value().toFloats();
            for (int row = 0; row < windows.length; row++) {
                int window = windows[row];
                features.put(first + window, top, row * features.dimensions());
                Box box = image.boxes().get(window);
                Optional<TrueObject> partner =
                        window < image.proposals() ? ridge.partner(image, box) : Optional.empty();
                if (partner.isPresent()) {
                    ridge.add(box, partner.get(), pooled.rows());
                    pooled.put(pooled.rows(), below, row * pooled.dimensions());
                }
            }
        });
    }

    /** The SVMs and regressors, as far as they are trained. */
    List<Parameter> weights() {
        List<Parameter> weights = new ArrayList<>(svms.weights());
        if (regressors != null) {
            weights.addAll(regressors.parameters());
        }
        return List.copyOf(weights);
    }

    /** Makes room for what {@link #weights} was after a training; the caller fills it from the file. */
    void prepareFor(Safetensors file) {
        svms.prepare(network.featureCount());
        if (file.names().contains(RidgeStage.NAME + ".weight")) {
            regressors = emptyRegressors();
        }
    }

    /** The detections of one image, in its proposals: a lap of the timer. */
    List<Detection> detect(Sample<?> sample, RegionEncoder encoder) {
        List<Box> boxes = parts.proposals().of(sample);
        StageTimer timer = parts.timer();
        timer.startLap();
        try (Scope _ = parts.engine().openScope()) {
            var scores = RegionScores.of(boxes.size(), classes);
            encoder.encode(sample, boxes, timer, (windows, tape, map) -> score(windows, tape, map, scores));
            var found = scores.or(fixedBoxes);
            Postprocessor.requireNumbers(sample.id(), found.scores(), found.offsets());
            return postprocessor.detections(
                    boxes, found.scores(), found.offsets(), sample.width(), sample.height(), timer);
        } finally {
            timer.endLap();
        }
    }

    private void score(int[] windows, Tape tape, Variable map, RegionScores scores) {
        StageTimer timer = parts.timer();
        Variable features = network.features(tape, map, timer);
        Tensor margins = svms.margins(tape, features, timer);
        timer.stage("copies", () -> scores.putMargins(windows, margins));
        Linear regress = regressors;
        if (regress != null) {
            Tensor offsets = timer.stage(
                    RidgeStage.NAME, () -> regress.forward(tape, map).value());
            timer.stage("copies", () -> scores.putOffsets(windows, offsets));
        }
    }
}

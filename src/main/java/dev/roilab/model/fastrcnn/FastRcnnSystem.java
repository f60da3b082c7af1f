package dev.roilab.model.fastrcnn;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.compress.CompressionSummary;
import dev.roilab.compress.Compressor;
import dev.roilab.compress.SvdSettings;
import dev.roilab.data.ImageBatch;
import dev.roilab.data.Prepared;
import dev.roilab.data.Sample;
import dev.roilab.detect.DetectionSystem;
import dev.roilab.detect.Postprocessor;
import dev.roilab.detect.RegionRows;
import dev.roilab.detect.RegionScorer;
import dev.roilab.detect.SystemParts;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.Detection;
import dev.roilab.nn.Safetensors;
import dev.roilab.nn.WeightLoader;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import dev.roilab.timing.Stages;
import dev.roilab.train.Checkpoints;
import dev.roilab.train.TrainingListener;
import dev.roilab.train.TrainingOutcome;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** Fast R-CNN as a whole: one network and what it goes through before its test. */
public final class FastRcnnSystem implements DetectionSystem {
    private final SystemParts parts;
    private final FastRcnnCourse course;
    private FastRcnn network;

    public FastRcnnSystem(SystemParts parts, FastRcnnSettings model) {
        this.parts = parts;
        this.network =
                new FastRcnn(parts.engine(), model, parts.data().classes().size(), parts.random());
        parts.initialWeights().into(parts.engine(), network.parameters(), network.buffers());
        this.course = new FastRcnnCourse(parts.engine(), model, parts.train(), parts.random());
        if (parts.fixedBoxes().isPresent()) {
            model.head().svd().ifPresent(this::truncateUntrained);
        }
    }

    /** The layers' sizes after truncation, without the singular vectors of weights that have learned nothing. */
    private void truncateUntrained(SvdSettings svd) {
        Iterator<Integer> ranks = svd.ranks()
                .orElseThrow(() -> new IllegalArgumentException(
                        "model.head.svd.energy finds its ranks in trained layers; to time them untrained, give ranks"))
                .iterator();
        network = network.replaced((name, layer) -> {
            int rank = ranks.next();
            return rank == 0 ? layer : Compressor.drawn(parts.engine(), layer, rank, parts.random().stream(name));
        });
    }

    @Override
    public TrainingOutcome train(TrainingListener listener, Checkpoints checkpoints) throws InterruptedException {
        var source = new FastRcnnCourse.Source(
                parts.data(), parts.proposals(), parts.scales().of(parts.train()));
        network = course.run(network, source, listener, checkpoints);
        return course.outcome();
    }

    @Override
    public List<Detection> detect(Sample sample) {
        return tester().detect(sample);
    }

    /** The same with other class scores in place of the softmax. */
    public List<Detection> detect(Sample sample, RegionScorer scorer) {
        return tester().scoredBy(scorer).detect(sample);
    }

    /** The activations of the last hidden layer for some boxes of an image, [R, F], row major. */
    public float[] regionFeatures(Sample sample, List<Box> boxes) {
        Prepared image = parts.preparation().prepare(sample, false);
        ImageBatch batch = parts.preparation().batch(List.of(image));
        Engine engine = parts.engine();
        try (Scope _ = engine.openScope()) {
            Tensor input = engine.tensor(batch.values(), Shape.of(1, 3, batch.height(), batch.width()));
            List<Box> resized = boxes.stream().map(image::toResized).toList();
            Tensor rows = engine.tensor(RegionRows.of(resized, _ -> 0), Shape.of(resized.size(), 5));
            return network.regionFeatures(Tape.inference(engine), input, rows, Stages.UNTIMED)
                    .value()
                    .toFloats();
        }
    }

    private FastRcnnTester tester() {
        var tester = new FastRcnnTester(
                parts.engine(),
                network,
                parts.scales().of(parts.test()),
                parts.proposals(),
                new Postprocessor(network.boxCoder(), parts.test()),
                parts.timer());
        return parts.fixedBoxes().map(tester::with).orElse(tester);
    }

    @Override
    public List<Parameter> weights() {
        List<Parameter> weights = new ArrayList<>(network.parameters());
        weights.addAll(network.buffers());
        return List.copyOf(weights);
    }

    @Override
    public void restore(Safetensors file) {
        prepareFor(file);
        WeightLoader.load(parts.engine(), weights(), file, _ -> false);
    }

    /**
     * Makes room for what {@link #weights} was after a training; the caller fills it. Hidden layers of which the file
     * has two factors were truncated.
     */
    public void prepareFor(Safetensors file) {
        network = network.replaced((name, layer) -> {
            String factor = "head.%s.inner.weight".formatted(name);
            return file.names().contains(factor)
                    ? Compressor.unfilled(
                            parts.engine(), layer, file.shape(factor).size(0))
                    : layer;
        });
    }

    @Override
    public Optional<CompressionSummary> compression() {
        return course.compression();
    }

    @Override
    public SequencedMap<String, String> facts() {
        return new LinkedHashMap<>();
    }
}

package dev.roilab.train;

import dev.roilab.autograd.Parameter;
import dev.roilab.compress.CompressionSummary;
import dev.roilab.compress.Compressor;
import dev.roilab.data.Sample;
import dev.roilab.detect.FastRcnn;
import dev.roilab.detect.ModelSettings;
import dev.roilab.detect.Postprocessor;
import dev.roilab.geometry.Detection;
import dev.roilab.nn.Safetensors;
import dev.roilab.nn.WeightLoader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** Fast R-CNN as a whole: one network and what it goes through before its test. */
public final class FastRcnnSystem implements DetectionSystem {
    private final SystemParts parts;
    private final FastRcnnCourse course;
    private FastRcnn network;

    public FastRcnnSystem(SystemParts parts, ModelSettings.FastRcnn model) {
        this.parts = parts;
        this.network =
                new FastRcnn(parts.engine(), model, parts.data().classes().size(), parts.random());
        parts.initialWeights().into(parts.engine(), network.parameters(), network.buffers());
        this.course = new FastRcnnCourse(parts.engine(), model, parts.train(), parts.random());
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
        parts.timer().addOutside("proposals", parts.proposals().secondsOf(sample));
        return tester().detect(sample);
    }

    private FastRcnnTester tester() {
        return new FastRcnnTester(
                parts.engine(),
                network,
                parts.scales().of(parts.test()),
                parts.proposals(),
                new Postprocessor(network.boxCoder(), parts.test()),
                parts.timer());
    }

    @Override
    public List<Parameter> weights() {
        List<Parameter> weights = new ArrayList<>(network.parameters());
        weights.addAll(network.buffers());
        return List.copyOf(weights);
    }

    /** Hidden layers of which the file has two factors were truncated. */
    @Override
    public void restore(Safetensors file) {
        network = network.replaced((name, layer) -> {
            String factor = "head.%s.inner.weight".formatted(name);
            return file.names().contains(factor)
                    ? Compressor.unfilled(
                            parts.engine(), layer, file.shape(factor).size(0))
                    : layer;
        });
        WeightLoader.load(parts.engine(), weights(), file, _ -> false);
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

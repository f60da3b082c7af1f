package dev.roilab.detect.staged;

import dev.roilab.autograd.Parameter;
import dev.roilab.data.Sample;
import dev.roilab.detect.DetectionSystem;
import dev.roilab.detect.ProposalMeasures;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.region.RegionNetwork;
import dev.roilab.geometry.Detection;
import dev.roilab.nn.Safetensors;
import dev.roilab.nn.WeightLoader;
import dev.roilab.task.Evaluation;
import dev.roilab.train.TrainingCourse;
import dev.roilab.train.TrainingOutcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * A fine-tuned network, SVMs on its features and box regressors: what R-CNN and SPPnet have in common. How windows
 * become features, and what of the network learns, is their own.
 */
public abstract class StagedSystem implements DetectionSystem {
    private final SystemParts parts;
    private final RegionNetwork network;
    private final RegionEncoder encoder;
    private final LastStages lastStages;
    private final SequencedMap<String, String> facts = new LinkedHashMap<>();

    /** @param encoder of the images of a test */
    public StagedSystem(SystemParts parts, RegionNetwork network, RegionEncoder encoder, StagedSettings settings) {
        this.parts = parts;
        this.network = network;
        this.encoder = encoder;
        this.lastStages = new LastStages(parts, network.head(), settings);
    }

    /**
     * All that comes after fine-tuning.
     *
     * @param windows encodes the training windows
     * @param clock which the end of fine-tuning was not told yet
     */
    public final TrainingOutcome finish(
            List<ImageWindows> images, RegionEncoder windows, TrainingCourse fineTuning, TrainingClock clock)
            throws InterruptedException {
        clock.ended(FineTuning.STAGE);
        lastStages.train(images, windows, clock, facts);
        facts.put("training_stages_s", clock.text());
        return TrainingOutcome.of(fineTuning, clock.secondsWithout(FineTuning.STAGE));
    }

    /** Keeps a fact beside the result. */
    public final void report(String fact, String value) {
        facts.put(fact, value);
    }

    @Override
    public final List<Parameter> weights() {
        List<Parameter> weights = new ArrayList<>(network.weights());
        weights.addAll(lastStages.weights());
        return List.copyOf(weights);
    }

    @Override
    public final void restore(Safetensors file) {
        lastStages.prepareFor(file);
        WeightLoader.load(parts.engine(), weights(), file, _ -> false);
    }

    @Override
    public final List<Detection> detect(Sample<?> sample) {
        return lastStages.detect(sample, encoder);
    }

    @Override
    public final Evaluation evaluation(Glance glance) {
        return ProposalMeasures.of(parts);
    }

    @Override
    public final SequencedMap<String, String> facts() {
        return facts;
    }
}

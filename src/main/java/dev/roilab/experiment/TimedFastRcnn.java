package dev.roilab.experiment;

import dev.roilab.data.Sample;
import dev.roilab.detect.FastRcnn;
import dev.roilab.detect.ModelSettings;
import dev.roilab.detect.Postprocessor;
import dev.roilab.nn.RandomStreams;
import dev.roilab.tensor.Engine;
import dev.roilab.timing.StageTimer;
import dev.roilab.train.FastRcnnTester;
import dev.roilab.train.FixedBoxes;
import java.util.List;

/** A Fast R-CNN with fresh weights and a fixed number of boxes, to be timed without training. */
final class TimedFastRcnn implements TimedArm {
    private final Engine engine;
    private final Trial trial;
    private final TrialData inputs;
    private final List<Sample> samples;
    private final FastRcnn network;

    TimedFastRcnn(Engine engine, ModelSettings.FastRcnn model, Trial trial, TrialData inputs, List<Sample> samples) {
        this.engine = engine;
        this.trial = trial;
        this.inputs = inputs;
        this.samples = samples;
        this.network = new FastRcnn(engine, model, inputs.data().classes().size(), new RandomStreams(trial.seed()));
        WaitingTimer.require(engine);
    }

    @Override
    public void warmUp() {
        var tester = tester(new StageTimer());
        samples.forEach(tester::detect);
    }

    @Override
    public StageTimer round() {
        var timer = new StageTimer(engine::synchronize);
        var tester = tester(timer);
        for (Sample sample : samples) {
            timer.addOutside("proposals", inputs.proposals().secondsOf(sample));
            tester.detect(sample);
        }
        return timer;
    }

    private FastRcnnTester tester(StageTimer timer) {
        var settings = trial.settings().test();
        return new FastRcnnTester(
                        engine,
                        network,
                        inputs.scales().of(settings),
                        inputs.proposals(),
                        new Postprocessor(network.boxCoder(), settings),
                        timer)
                .with(new FixedBoxes(settings.detections()));
    }

    @Override
    public void close() {
        engine.close();
    }
}

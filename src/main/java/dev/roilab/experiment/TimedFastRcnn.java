package dev.roilab.experiment;

import dev.roilab.autograd.Parameter;
import dev.roilab.data.Sample;
import dev.roilab.detect.FastRcnn;
import dev.roilab.detect.ModelSettings;
import dev.roilab.detect.Postprocessor;
import dev.roilab.nn.RandomStreams;
import dev.roilab.nn.Safetensors;
import dev.roilab.nn.WeightLoader;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import dev.roilab.timing.StageTimer;
import dev.roilab.timing.TimerCheck;
import dev.roilab.train.Checkpoints;
import dev.roilab.train.FastRcnnTester;
import dev.roilab.train.FixedBoxes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A Fast R-CNN with its weights and images, to be timed. */
final class TimedFastRcnn implements TimedArm {
    /** Side of the matrices of the timer's check: milliseconds of work, and little to read back. */
    private static final int CHECK_SIDE = 512;

    private final Engine engine;
    private final Trial trial;
    private final TrialData inputs;
    private final List<Sample> samples;
    private final FastRcnn network;
    private boolean fixedBoxes;

    TimedFastRcnn(Engine engine, ModelSettings.FastRcnn model, Trial trial, TrialData inputs, List<Sample> samples) {
        this.engine = engine;
        this.trial = trial;
        this.inputs = inputs;
        this.samples = samples;
        this.network = new FastRcnn(engine, model, inputs.data().classes().size(), new RandomStreams(trial.seed()));
    }

    /**
     * Takes the weights that the trial learned.
     *
     * @param folder of the trial; absent: fresh weights, and a fixed number of boxes
     */
    TimedFastRcnn prepared(Optional<Path> folder) {
        fixedBoxes = folder.isEmpty();
        folder.ifPresent(path -> {
            List<Parameter> targets = new ArrayList<>(network.parameters());
            targets.addAll(network.buffers());
            WeightLoader.load(engine, targets, Safetensors.open(Checkpoints.weights(path)), _ -> false);
        });
        requireWaitingTimer();
        return this;
    }

    private void requireWaitingTimer() {
        float[] values = new float[CHECK_SIDE * CHECK_SIDE];
        try (Scope _ = engine.openScope()) {
            Tensor matrix = engine.tensor(values, Shape.of(CHECK_SIDE, CHECK_SIDE));
            List<Tensor> product = new ArrayList<>();
            TimerCheck.require(
                    new StageTimer(engine::synchronize),
                    () -> product.add(engine.matmul(matrix, false, matrix, false)),
                    () -> product.getLast().toFloats());
        }
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
        var tester = new FastRcnnTester(
                engine,
                network,
                inputs.scales().of(settings),
                inputs.proposals(),
                new Postprocessor(network.boxCoder(), settings),
                timer);
        return fixedBoxes ? tester.with(new FixedBoxes(settings.detections())) : tester;
    }

    @Override
    public void close() {
        engine.close();
    }
}

package dev.roilab.model.yolo;

import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.data.ImagePreparation;
import dev.roilab.data.Prepared;
import dev.roilab.data.TrueObject;
import dev.roilab.data.TrueObjects;
import dev.roilab.detect.GradientDescent;
import dev.roilab.detect.ImageSampling;
import dev.roilab.detect.ImageSampling.MiniBatch;
import dev.roilab.detect.SystemParts;
import dev.roilab.nn.LossTerms;
import dev.roilab.nn.RandomStreams;
import dev.roilab.tensor.Tensor;
import dev.roilab.timing.Stages;
import dev.roilab.train.Checkpoints;
import dev.roilab.train.TrainingCourse;
import dev.roilab.train.TrainingListener;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/** The training of section 2.2. */
final class YoloTraining {
    private final Yolo network;
    private final YoloLoss loss;
    private final InputSettings input;
    private final RandomStreams random;
    private final ImageSampling batches;
    private final GradientDescent<MiniBatch> descent;

    YoloTraining(SystemParts parts, Yolo network, YoloSettings model, ImagePreparation squares) {
        this.network = network;
        this.loss = new YoloLoss(network.grid(), model.loss());
        this.input = model.input();
        this.random = parts.random();
        this.batches = new ImageSampling(parts, List.of(squares), random);
        this.descent = new GradientDescent<>(
                        parts.engine(),
                        parts.train(),
                        network.parameters(),
                        network.buffers(),
                        this::terms,
                        MiniBatch::ids)
                .drawing(random);
    }

    /**
     * Runs all steps that the last checkpoint has not behind it.
     *
     * @throws InterruptedException when the listener asks to stop; a checkpoint is written first
     */
    TrainingCourse train(TrainingListener listener, Checkpoints checkpoints) throws InterruptedException {
        return descent.train(batches::batch, listener, checkpoints);
    }

    private Optional<LossTerms> terms(Tape tape, MiniBatch batch) {
        Variable outputs =
                network.forward(tape, batch.pixels(), random.stream("dropout " + batch.step()), Stages.UNTIMED);
        List<CellObjects> images = batch.images().stream().map(this::objects).toList();
        YoloLoss.Value value = loss.of(outputs.value().toFloats(), images);
        Tensor gradient = tape.engine().tensor(value.gradient(), outputs.shape());
        var terms = new LinkedHashMap<String, DoubleSupplier>();
        value.losses().terms().forEach((name, term) -> terms.put(name, () -> term));
        return Optional.of(new LossTerms(terms, new LinkedHashMap<>(Map.of(outputs, gradient))));
    }

    private CellObjects objects(Prepared<TrueObjects> image) {
        return objects(network.grid(), image.truth().objects(), input.side(), input.side());
    }

    /** @param width of the grid, in what the boxes count in */
    static CellObjects objects(Grid grid, List<TrueObject> objects, double width, double height) {
        return CellObjects.of(
                grid,
                objects.stream()
                        .map(object -> new TrueObject(
                                object.label(), object.box().scale(1 / width, 1 / height), object.difficult()))
                        .toList());
    }
}

package dev.roilab.detect.pretraining;

import dev.roilab.autograd.Parameter;
import dev.roilab.backbone.BackboneSettings;
import dev.roilab.data.DataException;
import dev.roilab.data.Dataset;
import dev.roilab.data.ImagePreparation;
import dev.roilab.data.Prepared;
import dev.roilab.data.ResizeRule;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.detect.InitialWeights;
import dev.roilab.detect.region.PooledNetwork;
import dev.roilab.detect.region.RegionRows;
import dev.roilab.geometry.Box;
import dev.roilab.nn.RandomStreams;
import dev.roilab.nn.Values;
import dev.roilab.task.classification.PictureClass;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import dev.roilab.train.Checkpoints;
import dev.roilab.train.LabelledBatch;
import dev.roilab.train.SoftmaxTraining;
import dev.roilab.train.TrainingListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * Trains the SPPnet classifier (arXiv:1406.4729), sections 2.3 and 3, for the backbone's sake. With several sizes the
 * picture's size changes from epoch to epoch while the weights stay the same.
 */
public final class Pretraining {
    private final PretrainSettings.Classification settings;
    private final Dataset<TrueObjects> data;
    private final List<Sample<TrueObjects>> labelled;
    private final RandomStreams random;
    private final List<ImagePreparation> preparations;

    /** @param data of {@code settings.data()} */
    public Pretraining(PretrainSettings.Classification settings, Dataset<TrueObjects> data) {
        this.settings = settings;
        this.data = data;
        this.labelled = labelled(data.train());
        this.random = new RandomStreams(settings.seed());
        this.preparations = settings.sizes().stream()
                .map(size -> new ImagePreparation(new ResizeRule(size, size), 64))
                .toList();
    }

    /**
     * What came of it.
     *
     * @param singleView part of the test pictures whose class is right, each seen whole at the last of the sizes
     * @param multiView the same from the mean over views: {@link Views}
     * @param seconds that the training took
     * @param leftOut pictures of both splits without an object, which have no class
     */
    public record Result(InitialWeights weights, double singleView, double multiView, double seconds, int leftOut) {
        /** For a trial's provenance. */
        public SequencedMap<String, String> facts() {
            SequencedMap<String, String> facts = new LinkedHashMap<>();
            facts.put(
                    "pretraining_seconds",
                    String.format(Locale.ROOT, "%.1f, once for all trials that share it", seconds));
            facts.put("pretraining_accuracy_one_view", String.format(Locale.ROOT, "%.4f", singleView));
            facts.put("pretraining_accuracy_many_views", String.format(Locale.ROOT, "%.4f", multiView));
            if (leftOut > 0) {
                facts.put("pretraining_pictures_without_object", Integer.toString(leftOut));
            }
            return facts;
        }
    }

    /** A picture without an object has no class to learn or to be tested on. */
    private static List<Sample<TrueObjects>> labelled(List<Sample<TrueObjects>> samples) {
        List<Sample<TrueObjects>> labelled = samples.stream()
                .filter(sample -> !sample.truth().objects().isEmpty())
                .toList();
        if (labelled.isEmpty()) {
            throw new DataException(List.of("pretraining.data: no picture of a split has an object; pretraining needs"
                    + " them for the pictures' classes"));
        }
        return labelled;
    }

    /** Trains and tests. */
    public Result run(Engine engine, BackboneSettings backbone, TrainingListener listener) throws InterruptedException {
        return run(engine, backbone, listener, Checkpoints.none());
    }

    /** The same from its last checkpoint on, where there is one. */
    public Result run(Engine engine, BackboneSettings backbone, TrainingListener listener, Checkpoints checkpoints)
            throws InterruptedException {
        try (Scope _ = engine.openScope()) {
            int classes = data.classes().size();
            var network = new PooledNetwork(engine, backbone, settings.roi(), settings.head(), classes, random);
            var training = new SoftmaxTraining(
                            engine,
                            (tape, images, batch) -> network.classify(tape, images, windows(engine, batch)),
                            weights(network),
                            new SoftmaxTraining.Recipe(
                                    settings.steps(),
                                    settings.rate(),
                                    settings.momentum(),
                                    settings.decay(),
                                    settings.schedule()))
                    .drawing(random);
            double seconds = training.train(this::batch, listener, checkpoints).seconds();
            var views = new Views(engine, network, settings.sizes());
            double single = accuracy(views::single);
            double multiple = accuracy(views::all);
            int leftOut = data.train().size()
                    - labelled.size()
                    + data.test().size()
                    - labelled(data.test()).size();
            return new Result(backboneOf(network), single, multiple, seconds, leftOut);
        }
    }

    private static Tensor windows(Engine engine, LabelledBatch batch) {
        return engine.tensor(batch.windows(), Shape.of(batch.labels().length, 5));
    }

    /** The batch of a step, counted from 0: all of one size, half of the pictures whole, half cut at random. */
    private LabelledBatch batch(int step) {
        SplittableRandom stream = random.stream("pretraining " + step);
        long epoch = (long) step * settings.images() / labelled.size();
        ImagePreparation preparation = preparations.get((int) (epoch % preparations.size()));
        List<Prepared<TrueObjects>> images = new ArrayList<>();
        int[] labels = new int[settings.images()];
        List<String> ids = new ArrayList<>();
        List<Box> windows = new ArrayList<>();
        int size = settings.sizes().get((int) (epoch % preparations.size()));
        for (int i = 0; i < labels.length; i++) {
            Sample<TrueObjects> sample = labelled.get(stream.nextInt(labelled.size()));
            images.add(preparation.prepare(sample, stream.nextBoolean()));
            labels[i] = label(sample);
            ids.add(sample.id());
            windows.add(Views.random(stream).scale(size, size));
        }
        var batch = preparation.batch(images);
        return new LabelledBatch(
                batch.values(),
                Shape.of(labels.length, 3, batch.height(), batch.width()),
                labels,
                RegionRows.of(windows, i -> i),
                ids.stream().distinct().toList());
    }

    private static int label(Sample<TrueObjects> sample) {
        return PictureClass.of(sample.truth()).orElseThrow().label();
    }

    private double accuracy(ToIntFunction<Sample<TrueObjects>> classifier) {
        List<Sample<TrueObjects>> tested = labelled(data.test());
        long right = tested.stream()
                .filter(sample -> classifier.applyAsInt(sample) == label(sample))
                .count();
        return (double) right / tested.size();
    }

    /** With running statistics, which a checkpoint needs. */
    private static List<Parameter> weights(PooledNetwork network) {
        List<Parameter> weights = new ArrayList<>(network.parameters());
        weights.addAll(network.backboneWeights());
        return Parameter.distinct(weights);
    }

    private static InitialWeights backboneOf(PooledNetwork network) {
        SortedMap<String, Values> values = new TreeMap<>(Values.of(network.backboneWeights()));
        return new InitialWeights(values);
    }
}

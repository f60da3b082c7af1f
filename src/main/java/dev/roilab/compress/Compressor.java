package dev.roilab.compress;

import dev.roilab.autograd.Parameter;
import dev.roilab.nn.Initializer;
import dev.roilab.nn.Layer;
import dev.roilab.nn.Linear;
import dev.roilab.nn.Sequential;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Replaces fully connected layers by pairs of smaller ones, Fast R-CNN (arXiv:1504.08083), section 3.1: the first holds
 * {@code diag(s_t) V_t^T} and no bias, the second {@code U_t} and the bias of the layer that they stand for.
 */
public final class Compressor {
    /** Where a search for the rank of an energy starts; it doubles until the energy is reached. */
    private static final int FIRST_RANK = 64;

    private final Engine engine;
    private final SvdSettings settings;
    private final SplittableRandom random;
    private final List<CompressedLayer> done = new ArrayList<>();

    /** @param random draws the test vectors of the randomized method */
    public Compressor(Engine engine, SvdSettings settings, SplittableRandom random) {
        this.engine = engine;
        this.settings = settings;
        this.random = random;
    }

    /**
     * The next hidden layer as it shall be from now on; it frees the memory of the one it replaces.
     *
     * @param name of the layer, such as {@code fc6}
     */
    public Layer compress(String name, Linear layer) {
        int inputs = layer.weights().shape().size(1);
        int outputs = layer.weights().shape().size(0);
        var size = new LayerSize(name, inputs, outputs);
        INDArray weights = layer.weights().value().toArray();
        long start = System.nanoTime();
        Svd svd = decompose(size, weights);
        int place = done.size();
        int rank = settings.ranks()
                .map(ranks -> ranks.get(place))
                .orElseGet(() -> svd.rankFor(settings.energy().orElseThrow()));
        int used = rank >= size.breakEven() ? 0 : rank;
        done.add(CompressedLayer.of(size, used, svd, (System.nanoTime() - start) / 1e9));
        return used == 0 ? layer : pair(engine, layer, svd.truncated(used));
    }

    private Svd decompose(LayerSize size, INDArray weights) {
        int most = Math.min(size.inputs(), size.outputs());
        return switch (settings.method()) {
            case EXACT -> Svd.exact(weights);
            case RANDOMIZED -> {
                if (settings.ranks().isPresent()) {
                    int rank = settings.ranks().get().get(done.size());
                    yield Svd.randomized(weights, Math.max(1, rank), random);
                }
                int rank = Math.min(FIRST_RANK, most);
                Svd svd = Svd.randomized(weights, rank, random);
                while (rank < Math.min(most, size.breakEven())
                        && svd.rankFor(settings.energy().orElseThrow()) > rank) {
                    rank = Math.min(2 * rank, most);
                    svd = Svd.randomized(weights, rank, random);
                }
                yield svd;
            }
        };
    }

    /** A pair of zeros in place of a layer, to be filled from a file; it frees the memory of the layer. */
    public static Layer unfilled(Engine engine, Linear layer, int rank) {
        int inputs = layer.weights().shape().size(1);
        int outputs = layer.weights().shape().size(0);
        return pair(
                engine,
                layer,
                new Svd.Factors(Nd4j.zeros(DataType.FLOAT, rank, inputs), Nd4j.zeros(DataType.FLOAT, outputs, rank)));
    }

    /**
     * A pair of random numbers of the layer's size in place of a layer, to be timed; it frees the memory of the layer.
     * Numbers and not zeros: a processor that has little to switch draws less power and runs faster.
     */
    public static Layer drawn(Engine engine, Linear layer, int rank, SplittableRandom random) {
        int inputs = layer.weights().shape().size(1);
        int outputs = layer.weights().shape().size(0);
        return pair(
                engine,
                layer,
                new Svd.Factors(drawn(Shape.of(rank, inputs), random), drawn(Shape.of(outputs, rank), random)));
    }

    private static INDArray drawn(Shape shape, SplittableRandom random) {
        float[] values = Initializer.heFanIn().values(shape, random);
        return Nd4j.createFromArray(values).reshape(shape.size(0), shape.size(1));
    }

    /** The pair that stands for a layer. */
    static Layer pair(Engine engine, Linear layer, Svd.Factors factors) {
        Parameter old = layer.weights();
        var inner =
                new Parameter(named(old, "inner"), engine.tensor(factors.inner()), old.rateFactor(), old.decayFactor());
        var outer =
                new Parameter(named(old, "outer"), engine.tensor(factors.outer()), old.rateFactor(), old.decayFactor());
        old.value().release();
        return Sequential.of(
                new Linear(inner, Optional.empty(), Activation.NONE),
                new Linear(outer, layer.bias(), layer.activation()));
    }

    /** {@code head.fc6.inner.weight} of {@code head.fc6.weight}. */
    private static String named(Parameter parameter, String part) {
        int end = parameter.name().lastIndexOf('.') + 1;
        return parameter.name().substring(0, end) + part + "."
                + parameter.name().substring(end);
    }

    /** What was done so far, in order. */
    public List<CompressedLayer> layers() {
        return List.copyOf(done);
    }
}

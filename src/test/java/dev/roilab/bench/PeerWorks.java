package dev.roilab.bench;

import dev.roilab.bench.PeerServer.Work;
import dev.roilab.geometry.Nms;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.BilinearSampling;
import dev.roilab.tensor.BilinearSampling.Aggregation;
import dev.roilab.tensor.BilinearSampling.Edges;
import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Pooling;
import dev.roilab.tensor.Precision;
import dev.roilab.tensor.RegionGrid;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import dev.roilab.tensor.cpu.CpuEngine;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The pieces of work that the peer does too, with inputs of the same shapes and distributions. */
final class PeerWorks implements AutoCloseable {
    private static final Shape MAP = Shape.of(1, 256, 38, 50);
    private static final RegionGrid GRID = new RegionGrid(7, 7, 1.0 / 16);
    private static final BilinearSampling TWO_BY_TWO =
            new BilinearSampling(OptionalInt.of(2), Edges.HALF_PIXEL, Aggregation.MEAN);

    private final int threads;
    private final Engine engine;
    private @Nullable Engine bf16;

    PeerWorks(int threads) {
        this.threads = threads;
        this.engine = CpuEngine.create(threads);
    }

    Work create(String name) {
        String[] parts = name.split("/", -1);
        return switch (parts[0]) {
            case "roi-align" -> align(parts[1]);
            case "roi-pool" -> pool(parts[1]);
            case "nms" -> nms();
            case "conv" -> convolution(parts[1]);
            case "linear" -> linear(parts[1]);
            case "max-pool" -> maxPool();
            case "batch-norm" -> batchNorm();
            case "sgd" -> sgd();
            case "step", "inference" -> network(name.endsWith("/bf16") ? bf16() : engine, name);
            default -> throw new IllegalArgumentException("unknown work " + name);
        };
    }

    /** Not every processor has it. */
    private Engine bf16() {
        if (bf16 == null) {
            bf16 = CpuEngine.create(threads, Precision.BF16);
        }
        return bf16;
    }

    /** A training step or the test of an image, of a whole network. */
    static Work network(Engine engine, String name) {
        return name.split("/", -1)[1].endsWith("-rcnn")
                ? TwoStageWorks.create(engine, name, TwoStageWorks.Scale.CPU)
                : DetectorWorks.create(engine, name);
    }

    private Work align(String passes) {
        Tensor features = uniform(MAP);
        Tensor regions = engine.tensor(regions(512, 1, 500, 400, 250), Shape.of(512, 5));
        Tensor gradient = uniform(Shape.of(512, 256, 7, 7));
        boolean backward = passes.equals("both");
        return () -> {
            try (Scope _ = engine.openScope()) {
                engine.regions().roiSample(features, regions, GRID, TWO_BY_TWO);
                if (backward) {
                    engine.regions().roiSampleGradient(gradient, null, regions, MAP, GRID, TWO_BY_TWO);
                }
            }
        };
    }

    private Work pool(String passes) {
        Tensor features = uniform(MAP);
        Tensor regions = engine.tensor(regions(512, 1, 500, 400, 250), Shape.of(512, 5));
        Tensor gradient = uniform(Shape.of(512, 256, 7, 7));
        boolean backward = passes.equals("both");
        return () -> {
            try (Scope _ = engine.openScope()) {
                var pooled = engine.regions().roiPool(features, regions, GRID, backward);
                if (backward && pooled.switches() != null) {
                    engine.regions().roiPoolGradient(gradient, pooled.switches(), regions, MAP, GRID);
                }
            }
        };
    }

    private static Work nms() {
        float[] rows = regions(6000, 1, 700, 500, 250);
        double[] boxes = new double[4 * 6000];
        double[] scores = new double[6000];
        var random = new SplittableRandom(3);
        for (int box = 0; box < scores.length; box++) {
            scores[box] = random.nextDouble();
            for (int side = 0; side < 4; side++) {
                boxes[4 * box + side] = rows[5 * box + 1 + side];
            }
        }
        return () -> Nms.keep(boxes, scores, 0.7);
    }

    /** Forward and both gradients of a 3 x 3 convolution with bias; {@code shape} is NxCxHxW. */
    private Work convolution(String shape) {
        Shape map = Shape.of(sizes(shape));
        Shape kernel = Shape.of(map.size(1), map.size(1), 3, 3);
        Tensor input = uniform(map);
        Tensor weights = uniform(kernel);
        Tensor bias = uniform(Shape.of(map.size(1)));
        Tensor gradient = uniform(map);
        Convolution convolution = Convolution.of(1, 1);
        return () -> {
            try (Scope _ = engine.openScope()) {
                engine.convolutions().convolution(input, weights, bias, convolution, Activation.NONE);
                engine.convolutions().convolutionInputGradient(gradient, weights, map, convolution);
                engine.convolutions().convolutionParameterGradients(input, gradient, kernel, convolution, true);
            }
        };
    }

    /** Forward and both gradients of a linear layer with bias; {@code shape} is rows x inputs x outputs. */
    private Work linear(String shape) {
        int[] sizes = sizes(shape);
        Tensor input = uniform(Shape.of(sizes[0], sizes[1]));
        Tensor weights = uniform(Shape.of(sizes[2], sizes[1]));
        Tensor bias = uniform(Shape.of(sizes[2]));
        Tensor gradient = uniform(Shape.of(sizes[0], sizes[2]));
        return () -> {
            try (Scope _ = engine.openScope()) {
                engine.matrices().linear(input, weights, bias, Activation.RELU);
                engine.matrices().linearInputGradient(gradient, weights);
                engine.matrices().linearParameterGradients(input, gradient, true);
            }
        };
    }

    /** Forward and gradient of a residual network's first pooling. */
    private Work maxPool() {
        Tensor input = uniform(Shape.of(2, 64, 200, 256));
        Pooling window = Pooling.of(3, 2, 1);
        Tensor gradient = uniform(window.outputShape(input.shape()));
        return () -> {
            try (Scope _ = engine.openScope()) {
                var pooled = engine.pooling().maxPool(input, window);
                if (pooled.switches() != null) {
                    engine.pooling().maxPoolGradient(gradient, pooled.switches(), input.shape(), window);
                }
            }
        };
    }

    /** Forward and gradient with ReLU. */
    private Work batchNorm() {
        Tensor input = uniform(Shape.of(2, 64, 100, 128));
        Tensor scale = uniform(Shape.of(64));
        return () -> {
            try (Scope _ = engine.openScope()) {
                var normalized = engine.normalization().batchNorm(input, scale, scale, 1e-5, Activation.RELU);
                engine.normalization().batchNormGradient(input, input, scale, normalized, 1e-5, Activation.RELU);
            }
        };
    }

    /** One update of VGG16's first fully connected layer, 103 million weights. */
    private Work sgd() {
        Shape shape = Shape.of(4096, 25088);
        Tensor weights = engine.zeros(shape);
        Tensor gradient = engine.zeros(shape);
        Tensor velocity = engine.zeros(shape);
        return () -> engine.updates().sgdStep(weights, gradient, velocity, 1e-3, 0.9, 5e-4);
    }

    private static int[] sizes(String shape) {
        return Arrays.stream(shape.split("x", -1)).mapToInt(Integer::parseInt).toArray();
    }

    private Tensor uniform(Shape shape) {
        var random = new SplittableRandom(1);
        float[] values = new float[Math.toIntExact(shape.elements())];
        for (int index = 0; index < values.length; index++) {
            values[index] = (float) random.nextDouble();
        }
        return engine.tensor(values, shape);
    }

    /** Rows of image, x1, y1, x2, y2; corners uniform over the image, sides from 30 to 30 + {@code side} pixels. */
    static float[] regions(int count, int images, double width, double height, double side) {
        var random = new SplittableRandom(2);
        float[] rows = new float[5 * count];
        for (int region = 0; region < count; region++) {
            double x = random.nextDouble() * width;
            double y = random.nextDouble() * height;
            int image = region / Math.ceilDiv(count, images);
            rows[5 * region] = image;
            rows[5 * region + 1] = (float) x;
            rows[5 * region + 2] = (float) y;
            rows[5 * region + 3] = (float) (x + 30 + random.nextDouble() * side);
            rows[5 * region + 4] = (float) (y + 30 + random.nextDouble() * side);
        }
        return rows;
    }

    @Override
    public void close() {
        engine.close();
        if (bf16 != null) {
            bf16.close();
        }
    }
}

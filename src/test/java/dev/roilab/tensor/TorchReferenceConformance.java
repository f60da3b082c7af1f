package dev.roilab.tensor;

import static dev.roilab.tensor.Twins.requireClose;

import dev.roilab.tensor.LossOperations.LossGradient;
import dev.roilab.testing.ReferenceCases;
import dev.roilab.testing.ReferenceData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The operations against PyTorch's results in double precision. */
interface TorchReferenceConformance extends EngineSubject {
    double TOLERANCE = 1e-4;

    /**
     * Runs a check on all cases of a file whose operation starts with a name.
     *
     * @param expected how many the shared file has; the golden one has some
     */
    default void check(
            ReferenceCases source, String file, String operation, int expected, BiConsumer<Engine, JsonNode> check) {
        List<String> failures = new ArrayList<>();
        int found = 0;
        for (JsonNode one :
                source.json("torch_ops/" + file.replace(".json", "")).get("cases")) {
            String name = one.path("params").path("op").asString(one.get("name").asString());
            if (name.startsWith(operation)) {
                found++;
                try (Engine engine = create(2)) {
                    check.accept(engine, one);
                } catch (AssertionError | RuntimeException failure) {
                    failures.add(one.get("name").asString() + ": " + failure.getMessage());
                }
            }
        }
        boolean enough = source == ReferenceCases.SHARED ? found == expected : found > 0;
        if (!failures.isEmpty() || !enough) {
            throw new AssertionError(found + " of " + expected + " cases found; failed: " + failures);
        }
    }

    static Tensor tensor(Engine engine, JsonNode node) {
        return engine.tensor(ReferenceData.floats(node.get("data")), shape(node));
    }

    static Shape shape(JsonNode node) {
        return Shape.of(ReferenceData.ints(node.get("shape")));
    }

    static void require(String what, Tensor found, JsonNode expected) {
        requireClose(what, found.toFloats(), ReferenceData.doubles(expected.get("data")), TOLERANCE);
    }

    /** One of a pair of settings, which may be given as a single number or left out. */
    private static int setting(JsonNode params, String name, int axis, int otherwise) {
        JsonNode node = params.path(name);
        return node.isArray() ? node.get(axis).asInt() : node.asInt(otherwise);
    }

    private static Convolution convolution(JsonNode params) {
        return new Convolution(
                setting(params, "stride", 0, 1),
                setting(params, "stride", 1, 1),
                Padding.of(setting(params, "padding", 0, 0), setting(params, "padding", 1, 0)),
                setting(params, "dilation", 0, 1),
                setting(params, "dilation", 1, 1),
                setting(params, "groups", 0, 1));
    }

    @ParameterizedTest
    @EnumSource(ReferenceCases.class)
    default void convolutionsEqualTorch(ReferenceCases source) {
        check(source, "conv.json", "conv2d", 9, (engine, one) -> {
            var how = convolution(one.get("params"));
            JsonNode inputs = one.get("inputs");
            Tensor x = tensor(engine, inputs.get("x"));
            Tensor w = tensor(engine, inputs.get("w"));
            Tensor upstream = tensor(engine, one.get("upstream_gradient"));
            require(
                    "output",
                    engine.convolutions().convolution(x, w, tensor(engine, inputs.get("b")), how, Activation.NONE),
                    one.get("output"));
            JsonNode gradients = one.get("gradients");
            require(
                    "x",
                    engine.convolutions().convolutionInputGradient(upstream, w, x.shape(), how),
                    gradients.get("x"));
            var found = engine.convolutions().convolutionParameterGradients(x, upstream, w.shape(), how, true);
            require("w", found.weights(), gradients.get("w"));
            require("b", Objects.requireNonNull(found.bias()), gradients.get("b"));
        });
    }

    /** A transposed convolution is a convolution's input gradient; its gradients are the convolution's other parts. */
    @ParameterizedTest
    @EnumSource(ReferenceCases.class)
    default void transposedConvolutionsEqualTorch(ReferenceCases source) {
        check(source, "conv.json", "conv_transpose2d", 5, (engine, one) -> {
            var how = convolution(one.get("params"));
            JsonNode inputs = one.get("inputs");
            Tensor x = tensor(engine, inputs.get("x"));
            Tensor w = tensor(engine, inputs.get("w"));
            Tensor upstream = tensor(engine, one.get("upstream_gradient"));
            Tensor y = engine.convolutions().convolutionInputGradient(x, w, shape(one.get("output")), how);
            float[] ones = new float[y.shape().size(1)];
            Arrays.fill(ones, 1);
            Tensor scale = engine.tensor(ones, Shape.of(ones.length));
            require(
                    "output",
                    engine.elementwise().scaleShift(y, scale, tensor(engine, inputs.get("b")), Activation.NONE),
                    one.get("output"));
            JsonNode gradients = one.get("gradients");
            require(
                    "x",
                    engine.convolutions().convolution(upstream, w, null, how, Activation.NONE),
                    gradients.get("x"));
            require(
                    "w",
                    engine.convolutions()
                            .convolutionParameterGradients(upstream, x, w.shape(), how, false)
                            .weights(),
                    gradients.get("w"));
            require("b", engine.elementwise().channelSums(upstream), gradients.get("b"));
        });
    }

    private static Pooling pooling(JsonNode params, Shape input) {
        var plain = new Pooling(
                setting(params, "kernel_size", 0, 1),
                setting(params, "kernel_size", 1, 1),
                setting(params, "stride", 0, 1),
                setting(params, "stride", 1, 1),
                Padding.of(setting(params, "padding", 0, 0), setting(params, "padding", 1, 0)),
                setting(params, "dilation", 0, 1),
                setting(params, "dilation", 1, 1));
        return params.path("ceil_mode").asBoolean(false) ? plain.ceil(input) : plain;
    }

    @ParameterizedTest
    @EnumSource(ReferenceCases.class)
    default void maxPoolingEqualsTorch(ReferenceCases source) {
        check(source, "pool.json", "max_pool2d", 6, (engine, one) -> {
            Tensor x = tensor(engine, one.get("inputs").get("x"));
            var how = pooling(one.get("params"), x.shape());
            var pooled = engine.pooling().maxPool(x, how);
            require("output", pooled.values(), one.get("output"));
            Tensor upstream = tensor(engine, one.get("upstream_gradient"));
            require(
                    "x",
                    engine.pooling()
                            .maxPoolGradient(upstream, Objects.requireNonNull(pooled.switches()), x.shape(), how),
                    one.get("gradients").get("x"));
        });
    }

    @ParameterizedTest
    @EnumSource(ReferenceCases.class)
    default void averagePoolingEqualsTorch(ReferenceCases source) {
        check(source, "pool.json", "avg_pool2d", 4, (engine, one) -> {
            Tensor x = tensor(engine, one.get("inputs").get("x"));
            JsonNode params = one.get("params");
            var how = pooling(params, x.shape());
            // Torch never counts the cells that rounding up adds, so only padding that was asked for counts.
            boolean count = params.path("count_include_pad").asBoolean(true)
                    && !params.path("ceil_mode").asBoolean(false);
            require("output", engine.pooling().averagePool(x, how, count), one.get("output"));
            Tensor upstream = tensor(engine, one.get("upstream_gradient"));
            require(
                    "x",
                    engine.pooling().averagePoolGradient(upstream, x.shape(), how, count),
                    one.get("gradients").get("x"));
        });
    }

    @ParameterizedTest
    @EnumSource(ReferenceCases.class)
    default void batchNormEqualsTorch(ReferenceCases source) {
        check(source, "norm_act_resample.json", "batch_norm", 2, (engine, one) -> {
            JsonNode params = one.get("params");
            JsonNode gradients = one.get("gradients");
            double epsilon = params.get("eps").asDouble();
            Tensor x = tensor(engine, one.get("inputs").get("x"));
            Tensor w = tensor(engine, one.get("inputs").get("w"));
            Tensor b = tensor(engine, one.get("inputs").get("b"));
            Tensor upstream = tensor(engine, one.get("upstream_gradient"));
            if (params.get("training").asBoolean()) {
                var found = engine.normalization().batchNorm(x, w, b, epsilon, Activation.NONE);
                require("output", found.values(), one.get("output"));
                var slopes = engine.normalization().batchNormGradient(x, upstream, w, found, epsilon, Activation.NONE);
                require("x", slopes.input(), gradients.get("x"));
                require("w", slopes.scale(), gradients.get("w"));
                require("b", slopes.shift(), gradients.get("b"));
                return;
            }
            float[] scale = w.toFloats();
            float[] shift = b.toFloats();
            for (int c = 0; c < scale.length; c++) {
                scale[c] /= (float) Math.sqrt(params.get("running_var").get(c).asDouble() + epsilon);
                shift[c] -= scale[c] * (float) params.get("running_mean").get(c).asDouble();
            }
            Tensor scales = engine.tensor(scale, w.shape());
            Tensor shifts = engine.tensor(shift, b.shape());
            require("output", engine.elementwise().scaleShift(x, scales, shifts, Activation.NONE), one.get("output"));
            require("x", engine.elementwise().scaleShift(upstream, scales, null, Activation.NONE), gradients.get("x"));
        });
    }

    @ParameterizedTest
    @EnumSource(ReferenceCases.class)
    default void linearLayerEqualsTorch(ReferenceCases source) {
        check(source, "norm_act_resample.json", "linear", 1, (engine, one) -> {
            JsonNode gradients = one.get("gradients");
            Tensor x = tensor(engine, one.get("inputs").get("x"));
            Tensor w = tensor(engine, one.get("inputs").get("w"));
            Tensor b = tensor(engine, one.get("inputs").get("b"));
            Tensor upstream = tensor(engine, one.get("upstream_gradient"));
            require("output", engine.matrices().linear(x, w, b, Activation.NONE), one.get("output"));
            require("x", engine.matrices().linearInputGradient(upstream, w), gradients.get("x"));
            var found = engine.matrices().linearParameterGradients(x, upstream, true);
            require("w", found.weights(), gradients.get("w"));
            require("b", Objects.requireNonNull(found.bias()), gradients.get("b"));
        });
    }

    @ParameterizedTest
    @EnumSource(ReferenceCases.class)
    default void softmaxEqualsTorch(ReferenceCases source) {
        check(
                source,
                "norm_act_resample.json",
                "softmax",
                1,
                (engine, one) -> require(
                        "output",
                        engine.losses().softmax(tensor(engine, one.get("inputs").get("x"))),
                        one.get("output")));
    }

    @ParameterizedTest
    @EnumSource(ReferenceCases.class)
    default void regressionLossesEqualTorch(ReferenceCases source) {
        check(
                source,
                "losses.json",
                "smooth_l1",
                3,
                (engine, one) -> regression(
                        engine,
                        one,
                        new RegressionLoss.SmoothL1(
                                one.get("params").get("beta").asDouble()),
                        1));
        check(source, "losses.json", "l1", 1, (engine, one) -> regression(engine, one, new RegressionLoss.L1(), 1));
        // Ours is d^2 / 2 and summed, torch's d^2 and the mean of 16 numbers.
        check(
                source,
                "losses.json",
                "mse",
                1,
                (engine, one) -> regression(engine, one, new RegressionLoss.L2(), 2 / 16f));
    }

    private static void regression(Engine engine, JsonNode one, RegressionLoss kind, float weight) {
        Tensor x = tensor(engine, one.get("inputs").get("x"));
        Tensor target = tensor(engine, one.get("params").get("target"));
        float[] weights = new float[Math.toIntExact(x.shape().elements())];
        Arrays.fill(weights, weight);
        require(one, engine.losses().regressionLoss(x, target, engine.tensor(weights, x.shape()), kind));
    }

    private static void require(JsonNode one, LossGradient found) {
        requireClose(
                "loss",
                new float[] {(float) found.loss()},
                ReferenceData.doubles(one.get("output").get("data")),
                TOLERANCE);
        require("x", found.gradient(), one.get("gradients").get("x"));
    }

    @ParameterizedTest
    @EnumSource(ReferenceCases.class)
    default void binaryCrossEntropyEqualsTorch(ReferenceCases source) {
        check(source, "losses.json", "bce_with_logits", 1, (engine, one) -> {
            Tensor x = tensor(engine, one.get("inputs").get("x"));
            Tensor target = tensor(engine, one.get("params").get("target"));
            float[] weights = new float[Math.toIntExact(x.shape().elements())];
            Arrays.fill(weights, 1f / weights.length);
            require(one, engine.losses().binaryCrossEntropy(x, target, engine.tensor(weights, x.shape())));
        });
    }

    @ParameterizedTest
    @EnumSource(ReferenceCases.class)
    default void crossEntropyEqualsTorch(ReferenceCases source) {
        check(source, "losses.json", "cross_entropy", 6, (engine, one) -> {
            JsonNode params = one.get("params");
            Tensor x = tensor(engine, one.get("inputs").get("x"));
            if (x.shape().rank() == 4 && !params.has("weight")) {
                int[] labels = PixelLossConformance.labels(params, x.shape());
                long counted = Arrays.stream(labels).filter(label -> label >= 0).count();
                require(one, engine.losses().softmaxCrossEntropy(x, labels, 1.0 / Math.max(1, counted)));
            }
            // Losses by row and those with a weight for each class have no counterpart here.
            if (x.shape().rank() == 2 && !params.path("reduction").asString().equals("none")) {
                int[] labels = ReferenceData.ints(params.get("target"));
                boolean mean = params.get("reduction").asString().equals("mean");
                require(one, engine.losses().softmaxCrossEntropy(x, labels, mean ? 1.0 / labels.length : 1));
            }
        });
    }

    @ParameterizedTest
    @EnumSource(ReferenceCases.class)
    default void sgdEqualsTorch(ReferenceCases source) {
        check(source, "optim.json", "sgd lr", 1, (engine, one) -> sgd(engine, one, 0, 0));
        check(
                source,
                "optim.json",
                "sgd momentum",
                2,
                (engine, one) ->
                        sgd(engine, one, 0.9, one.get("name").asString().contains("decay") ? 0.0005 : 0));
    }

    private static void sgd(Engine engine, JsonNode one, double momentum, double decay) {
        float[] initial = ReferenceData.floats(one.get("initial"));
        Shape shape = Shape.of(initial.length);
        Tensor parameter = engine.tensor(initial, shape);
        Tensor velocity = engine.zeros(shape);
        for (int step = 0; step < one.get("gradients").size(); step++) {
            float[] gradient = ReferenceData.floats(one.get("gradients").get(step));
            engine.updates().sgdStep(parameter, engine.tensor(gradient, shape), velocity, 0.1, momentum, decay);
            double[] expected = ReferenceData.doubles(one.get("after_each_step").get(step));
            requireClose("step " + step, parameter.toFloats(), expected, TOLERANCE);
        }
    }
}

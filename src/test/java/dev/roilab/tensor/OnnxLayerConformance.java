package dev.roilab.tensor;

import static dev.roilab.tensor.Twins.requireClose;

import dev.roilab.tensor.Resampling.Kind;
import dev.roilab.testing.ReferenceCases;
import dev.roilab.testing.ReferenceData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Activations, resampling, joining and losses against the node tests of ONNX. */
interface OnnxLayerConformance extends EngineSubject {
    @ParameterizedTest
    @CsvSource({"Sigmoid, 2", "LeakyRelu, 3", "Resize, 5", "Upsample, 1", "Concat, 4", "SoftmaxCrossEntropyLoss, 8"})
    default void layersEqualOnnx(String operator, int expected) {
        List<String> failures = new ArrayList<>();
        int found = 0;
        for (JsonNode node : ReferenceCases.SHARED.onnxNodes(operator)) {
            if (isCovered(node)) {
                found++;
                try (Engine engine = create(2)) {
                    requireClose(
                            "output",
                            run(engine, node),
                            ReferenceData.doubles(output(node).get("data")),
                            1e-5);
                } catch (AssertionError | RuntimeException failure) {
                    failures.add(node.get("test").asString() + ": " + failure.getMessage());
                }
            }
        }
        if (!failures.isEmpty() || found != expected) {
            throw new AssertionError(found + " of " + expected + " cases found; failed: " + failures);
        }
    }

    private static boolean isCovered(JsonNode node) {
        JsonNode attributes = node.get("attributes");
        return switch (node.get("op").asString()) {
            // Between the cells of a whole multiple all conventions of the nearest cell agree; cubic is none of ours.
            case "Resize", "Upsample" ->
                List.of("nearest", "linear").contains(attributes.path("mode").asString("nearest"))
                        && !attributes.has("nearest_mode")
                        && !attributes.has("keep_aspect_ratio_policy")
                        && !attributes
                                .path("coordinate_transformation_mode")
                                .asString("")
                                .endsWith("symmetric")
                        && isMultiple(node, 2)
                        && isMultiple(node, 3);
            // Weights of classes and losses row by row have no counterpart.
            case "SoftmaxCrossEntropyLoss" ->
                node.get("node_inputs").size() == 2
                        && !attributes.get("reduction").asString().equals("none");
            default -> true;
        };
    }

    private static boolean isMultiple(JsonNode node, int axis) {
        int before = input(node, 0).get("shape").get(axis).asInt();
        return output(node).get("shape").get(axis).asInt() % before == 0;
    }

    private static JsonNode input(JsonNode node, int index) {
        return node.get("inputs").get(node.get("node_inputs").get(index).asString());
    }

    private static JsonNode output(JsonNode node) {
        return node.get("outputs").get(node.get("node_outputs").get(0).asString());
    }

    private static float[] run(Engine engine, JsonNode node) {
        Tensor first = TorchReferenceConformance.tensor(engine, input(node, 0));
        JsonNode attributes = node.get("attributes");
        return switch (node.get("op").asString()) {
            case "Sigmoid" -> engine.elementwise().sigmoid(first).toFloats();
            case "LeakyRelu" ->
                engine.elementwise()
                        .leakyRelu(first, attributes.path("alpha").asDouble(0.01))
                        .toFloats();
            case "Resize", "Upsample" ->
                engine.resampling().resample(first, resampling(node)).toFloats();
            case "Concat" -> {
                var parts = List.of(first, TorchReferenceConformance.tensor(engine, input(node, 1)));
                boolean rows = Math.floorMod(attributes.get("axis").asInt(), 2) == 0;
                Tensor joined =
                        rows ? engine.shapes().joinRows(parts) : engine.shapes().concatenate(parts);
                yield joined.toFloats();
            }
            case "SoftmaxCrossEntropyLoss" -> new float[] {(float) loss(engine, first, node)};
            default -> throw new IllegalArgumentException("no operator here: " + node.get("op"));
        };
    }

    private static Resampling resampling(JsonNode node) {
        JsonNode attributes = node.get("attributes");
        JsonNode shape = output(node).get("shape");
        boolean corners =
                attributes.path("coordinate_transformation_mode").asString("").equals("align_corners");
        boolean linear = attributes.path("mode").asString("nearest").equals("linear");
        Kind between = corners ? Kind.BILINEAR_CORNERS : Kind.BILINEAR;
        return new Resampling(shape.get(2).asInt(), shape.get(3).asInt(), linear ? between : Kind.NEAREST);
    }

    private static double loss(Engine engine, Tensor logits, JsonNode node) {
        JsonNode attributes = node.get("attributes");
        int ignored = attributes.path("ignore_index").asInt(-1);
        int[] labels = Arrays.stream(ReferenceData.ints(input(node, 1).get("data")))
                .map(label -> label == ignored ? -1 : label)
                .toArray();
        long counted = Arrays.stream(labels).filter(label -> label >= 0).count();
        boolean mean = attributes.get("reduction").asString().equals("mean");
        return engine.losses()
                .softmaxCrossEntropy(logits, labels, mean ? 1.0 / counted : 1)
                .loss();
    }
}

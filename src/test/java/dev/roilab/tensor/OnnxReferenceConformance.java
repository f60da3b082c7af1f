package dev.roilab.tensor;

import static dev.roilab.tensor.Twins.requireClose;

import dev.roilab.testing.ReferenceCases;
import dev.roilab.testing.ReferenceData;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The operations against the node tests of ONNX, as far as they are 2-D and in floating point. */
interface OnnxReferenceConformance extends EngineSubject {
    /** Its indices count in the pooled map's width, not in that of the output that it asks for. */
    String CONTRADICTS_ITSELF = "test_maxunpool_export_with_output_shape";

    @ParameterizedTest
    @CsvSource({
        "GOLDEN, Conv, 6",
        "GOLDEN, ConvTranspose, 9",
        "GOLDEN, MaxPool, 13",
        "GOLDEN, MaxUnpool, 1",
        "GOLDEN, DeformConv, 4",
        "GOLDEN, Gemm, 11",
        "SHARED, Conv, 6",
        "SHARED, ConvTranspose, 9",
        "SHARED, MaxPool, 13",
        "SHARED, MaxUnpool, 1",
        "SHARED, DeformConv, 4",
        "SHARED, Gemm, 11",
        "SHARED, LRN, 2"
    })
    default void nodesEqualOnnx(ReferenceCases source, String operator, int expected) {
        List<String> failures = new ArrayList<>();
        int found = 0;
        for (JsonNode node : source.onnxNodes(operator)) {
            if (isCovered(node)) {
                found++;
                try (Engine engine = create(2)) {
                    JsonNode output = node.get("outputs")
                            .get(node.get("node_outputs").get(0).asString());
                    requireClose(
                            "output",
                            run(engine, node, output).toFloats(),
                            ReferenceData.doubles(output.get("data")),
                            1e-4);
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
        JsonNode first = input(node, 0);
        int rank = first.get("shape").size();
        return first.get("dtype").asString().equals("float32")
                && (rank == 4 || rank == 2)
                && !node.get("test").asString().equals(CONTRADICTS_ITSELF);
    }

    private static JsonNode input(JsonNode node, int index) {
        return node.get("inputs").get(node.get("node_inputs").get(index).asString());
    }

    private static Tensor run(Engine engine, JsonNode node, JsonNode output) {
        Tensor first = TorchReferenceConformance.tensor(engine, input(node, 0));
        JsonNode attributes = node.get("attributes");
        return switch (node.get("op").asString()) {
            case "Conv" -> {
                Tensor weights = TorchReferenceConformance.tensor(engine, input(node, 1));
                var how = convolution(attributes, first.shape(), weights.shape());
                yield engine.convolutions().convolution(first, weights, null, how, Activation.NONE);
            }
            case "ConvTranspose" -> {
                Tensor weights = TorchReferenceConformance.tensor(engine, input(node, 1));
                Shape shape = TorchReferenceConformance.shape(output);
                yield engine.convolutions()
                        .convolutionInputGradient(
                                first, weights, shape, convolution(attributes, shape, weights.shape()));
            }
            case "MaxPool" ->
                engine.pooling()
                        .maxPool(first, pooling(attributes, first.shape()))
                        .values();
            case "MaxUnpool" -> {
                Shape shape = TorchReferenceConformance.shape(output);
                var how = pooling(attributes, shape);
                int[] cells = ReferenceData.ints(input(node, 1).get("data"));
                yield engine.pooling()
                        .maxUnpool(first, UnpoolingConformance.switches(engine, cells, shape, how), shape, how);
            }
            case "DeformConv" -> deformable(engine, node, first);
            case "Gemm" -> gemm(engine, node, first);
            case "LRN" -> engine.normalization().localResponse(first, localResponse(attributes));
            default -> throw new IllegalArgumentException("no operator here: " + node.get("op"));
        };
    }

    /** Inputs: map, kernel, offsets, bias, mask; the last two may be missing. */
    private static Tensor deformable(Engine engine, JsonNode node, Tensor map) {
        JsonNode attributes = node.get("attributes");
        Tensor weights = TorchReferenceConformance.tensor(engine, input(node, 1));
        Tensor offsets = TorchReferenceConformance.tensor(engine, input(node, 2));
        int inputs = node.get("node_inputs").size();
        Tensor bias = inputs > 3 ? TorchReferenceConformance.tensor(engine, input(node, 3)) : null;
        Tensor mask = inputs > 4 ? TorchReferenceConformance.tensor(engine, input(node, 4)) : null;
        var convolution = convolution(attributes, map.shape(), weights.shape());
        var how = DeformableSampling.of(
                weights.shape(), convolution, attributes.path("offset_group").asInt(1));
        Tensor columns = engine.sampling().deformableSample(map, offsets, mask, how);
        Tensor kernel = engine.shapes().unflatten(engine.shapes().flatten(weights), how.product(weights.shape()));
        return engine.convolutions().convolution(columns, kernel, bias, how.product(), Activation.NONE);
    }

    /** With ONNX's defaults. */
    private static LocalResponse localResponse(JsonNode attributes) {
        return new LocalResponse(
                attributes.get("size").asInt(),
                attributes.path("alpha").asDouble(1e-4),
                attributes.path("beta").asDouble(0.75),
                attributes.path("bias").asDouble(1));
    }

    private static int[] pair(JsonNode attributes, String name) {
        return attributes.has(name) ? ReferenceData.ints(attributes.get(name)) : new int[] {1, 1};
    }

    private static Convolution convolution(JsonNode attributes, Shape input, Shape weights) {
        int[] stride = pair(attributes, "strides");
        int[] dilation = pair(attributes, "dilations");
        int[] kernel = {weights.size(2), weights.size(3)};
        Padding padding = padding(attributes, input, kernel);
        int groups = attributes.path("group").asInt(1);
        return new Convolution(stride[0], stride[1], padding, dilation[0], dilation[1], groups);
    }

    private static Pooling pooling(JsonNode attributes, Shape input) {
        int[] kernel = pair(attributes, "kernel_shape");
        int[] stride = pair(attributes, "strides");
        int[] dilation = pair(attributes, "dilations");
        Padding padding = padding(attributes, input, kernel);
        var plain = new Pooling(kernel[0], kernel[1], stride[0], stride[1], padding, dilation[0], dilation[1]);
        return attributes.path("ceil_mode").asInt(0) == 1 ? plain.ceil(input) : plain;
    }

    /** ONNX writes top, left, bottom, right, or asks for an output of {@code ceil(input / stride)} cells. */
    private static Padding padding(JsonNode attributes, Shape input, int[] kernel) {
        if (attributes.has("pads")) {
            int[] pads = ReferenceData.ints(attributes.get("pads"));
            return new Padding(pads[0], pads[1], pads[2], pads[3]);
        }
        String automatic = attributes.path("auto_pad").asString("NOTSET");
        if (!automatic.startsWith("SAME")) {
            return Padding.of(0);
        }
        int[] stride = pair(attributes, "strides");
        int[] before = new int[2];
        int[] after = new int[2];
        for (int axis = 0; axis < 2; axis++) {
            int size = input.size(2 + axis);
            int total = Math.max(0, (Math.ceilDiv(size, stride[axis]) - 1) * stride[axis] + kernel[axis] - size);
            before[axis] = automatic.equals("SAME_LOWER") ? total - total / 2 : total / 2;
            after[axis] = total - before[axis];
        }
        return new Padding(before[0], before[1], after[0], after[1]);
    }

    private static Tensor gemm(Engine engine, JsonNode node, Tensor a) {
        JsonNode attributes = node.get("attributes");
        Tensor b = TorchReferenceConformance.tensor(engine, input(node, 1));
        Tensor product = engine.matrices()
                .matmul(
                        a,
                        attributes.path("transA").asInt(0) == 1,
                        b,
                        attributes.path("transB").asInt(0) == 1);
        Tensor scaled =
                engine.elementwise().multiply(product, attributes.path("alpha").asDouble(1));
        if (node.get("node_inputs").size() < 3) {
            return scaled;
        }
        float[] bias = ReferenceData.floats(input(node, 2).get("data"));
        float[] spread = new float[Math.toIntExact(product.shape().elements())];
        for (int i = 0; i < spread.length; i++) {
            spread[i] = bias[i % bias.length];
        }
        Tensor addend = engine.elementwise()
                .multiply(
                        engine.tensor(spread, product.shape()),
                        attributes.path("beta").asDouble(1));
        return engine.elementwise().add(scaled, addend, Activation.NONE);
    }
}

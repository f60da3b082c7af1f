package dev.roilab.nn;

import dev.roilab.file.JsonProblem;
import dev.roilab.tensor.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON at the head of a safetensors file: where each tensor lies. Its blocks must fill the data without gap and
 * without overlap.
 */
record SafetensorsHeader(SortedMap<String, Block> blocks, SortedMap<String, String> metadata) {
    private static final String METADATA = "__metadata__";
    private static final Map<String, Integer> BYTES = Map.ofEntries(
            Map.entry("BOOL", 1),
            Map.entry("U8", 1),
            Map.entry("I8", 1),
            Map.entry("F8_E4M3", 1),
            Map.entry("F8_E5M2", 1),
            Map.entry("U16", 2),
            Map.entry("I16", 2),
            Map.entry("F16", 2),
            Map.entry("BF16", 2),
            Map.entry("U32", 4),
            Map.entry("I32", 4),
            Map.entry("F32", 4),
            Map.entry("U64", 8),
            Map.entry("I64", 8),
            Map.entry("F64", 8));
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * One tensor's place.
     *
     * @param begin first byte, counted from the end of the header
     * @param end the byte after the last
     */
    record Block(String type, Shape shape, long begin, long end) {}

    /**
     * @param file named in messages
     * @param json the header
     * @param dataBytes bytes of the file after the header
     */
    static SafetensorsHeader parse(String file, byte[] json, long dataBytes) {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JacksonException e) {
            throw new WeightException(file + ": the header is not JSON: " + JsonProblem.text(e), e);
        }
        if (!root.isObject()) {
            throw new WeightException(List.of(file + ": the header is not a JSON object"));
        }
        var problems = new ArrayList<String>();
        var blocks = new TreeMap<String, Block>();
        var metadata = new TreeMap<String, String>();
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            if (entry.getKey().equals(METADATA)) {
                entry.getValue().properties().forEach(item -> metadata.put(item.getKey(), text(item.getValue())));
            } else {
                block(file, entry.getKey(), entry.getValue(), problems)
                        .ifPresent(block -> blocks.put(entry.getKey(), block));
            }
        }
        if (problems.isEmpty()) {
            checkCover(file, blocks, dataBytes, problems);
        }
        if (!problems.isEmpty()) {
            throw new WeightException(problems);
        }
        return new SafetensorsHeader(blocks, metadata);
    }

    private static String text(JsonNode node) {
        return node.isString() ? node.stringValue() : node.toString();
    }

    private static Optional<Block> block(String file, String name, JsonNode node, List<String> problems) {
        JsonNode type = node.get("dtype");
        JsonNode shape = node.get("shape");
        JsonNode offsets = node.get("data_offsets");
        if (type == null || !type.isString() || !isList(shape) || !isList(offsets) || offsets.size() != 2) {
            problems.add("%s: %s: expected dtype, shape and two data_offsets, all >= 0".formatted(file, name));
            return Optional.empty();
        }
        Integer bytes = BYTES.get(type.stringValue());
        if (bytes == null) {
            problems.add("%s: %s: unknown type '%s'".formatted(file, name, type.stringValue()));
            return Optional.empty();
        }
        long begin = offsets.get(0).longValue();
        long end = offsets.get(1).longValue();
        Optional<Shape> sizes = shape(shape);
        if (sizes.isEmpty() || begin > end || sizes.get().elements() * bytes != end - begin) {
            problems.add("%s: %s: %s %s does not take the bytes %d to %d"
                    .formatted(file, name, type.stringValue(), shape, begin, end));
            return Optional.empty();
        }
        return Optional.of(new Block(type.stringValue(), sizes.get(), begin, end));
    }

    private static boolean isList(@Nullable JsonNode node) {
        return node != null
                && node.isArray()
                && node.valueStream().allMatch(item -> item.canConvertToLong() && item.longValue() >= 0);
    }

    /** Empty where the elements are too many to count. */
    private static Optional<Shape> shape(JsonNode sizes) {
        try {
            var shape =
                    Shape.of(sizes.valueStream().mapToLong(JsonNode::longValue).toArray());
            return shape.elements() < Integer.MAX_VALUE ? Optional.of(shape) : Optional.empty();
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static void checkCover(
            String file, SortedMap<String, Block> blocks, long dataBytes, List<String> problems) {
        var inOrder = blocks.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<String, Block> entry) ->
                                entry.getValue().begin())
                        .thenComparingLong(entry -> entry.getValue().end()))
                .toList();
        long position = 0;
        for (Map.Entry<String, Block> entry : inOrder) {
            long begin = entry.getValue().begin();
            if (begin != position) {
                String fault = begin < position ? "overlaps the tensor before it" : "leaves a gap before it";
                problems.add("%s: %s: begins at byte %d, which %s (expected %d)"
                        .formatted(file, entry.getKey(), begin, fault, position));
            }
            position = Math.max(position, entry.getValue().end());
        }
        if (position != dataBytes) {
            problems.add("%s: the header describes %d bytes of data, the file has %d%s"
                    .formatted(file, position, dataBytes, position > dataBytes ? ": it is truncated" : ""));
        }
    }
}

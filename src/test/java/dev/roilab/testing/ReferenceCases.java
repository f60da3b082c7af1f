package dev.roilab.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Where cases that another program computed come from. Both have the same form. */
public enum ReferenceCases {
    /** A few of each kind that travel with the project; its README says what made them. */
    GOLDEN {
        @Override
        public JsonNode json(String name) {
            String resource = "/golden/" + name + ".json";
            try (InputStream in = ReferenceCases.class.getResourceAsStream(resource)) {
                if (in == null) {
                    throw new IllegalArgumentException("no resource " + resource);
                }
                return new ObjectMapper().readTree(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public List<JsonNode> onnxNodes(String operator) {
            return json("onnx_node/nodes")
                    .get("cases")
                    .valueStream()
                    .filter(node -> node.get("op").asString().equals(operator))
                    .toList();
        }
    },
    /** The larger set beside the project; the calling test is skipped where it is absent. */
    SHARED {
        @Override
        public JsonNode json(String name) {
            return ReferenceData.json("ref/" + name + ".json");
        }

        @Override
        public List<JsonNode> onnxNodes(String operator) {
            // An operator and a test on each line.
            try (Stream<String> lines = Files.lines(ReferenceData.path("ref/onnx_node/INDEX.tsv"))) {
                return lines.map(line -> line.split("\t", -1))
                        .filter(cells -> cells[0].equals(operator))
                        .map(cells -> ReferenceData.json("ref/onnx_node/json/" + cells[1] + ".json"))
                        .toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    };

    /** The file of a name such as {@code torch_ops/conv}. */
    public abstract JsonNode json(String name);

    /** The node tests of an operator of ONNX: {@code attributes}, {@code inputs} and {@code outputs} by name. */
    public abstract List<JsonNode> onnxNodes(String operator);

    /** A file that travels with the project, such as {@code files/grey.jpg}. */
    public static Path golden(String name) {
        try {
            return Path.of(Objects.requireNonNull(ReferenceCases.class.getResource("/golden/" + name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(name, e);
        }
    }
}

package dev.roilab.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Where cases that another program computed come from. Both have the same form. */
public enum ReferenceCases {
    /** A few of each kind that travel with the project; {@code src/test/golden/generate.py} makes them. */
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
    },
    /** The larger set beside the project; the calling test is skipped where it is absent. */
    SHARED {
        @Override
        public JsonNode json(String name) {
            return ReferenceData.json("ref/" + name + ".json");
        }
    };

    /** The file of a name such as {@code torch_ops/conv}. */
    public abstract JsonNode json(String name);

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

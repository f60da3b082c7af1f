package dev.roilab.file;

import java.io.IOException;
import java.nio.file.Path;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON objects that carry the SHA-256 of their own content, so that a file that was edited, cut or mixed up is known as
 * such. It is a guard against accidents, not against people: whoever wants to can compute it. Spaces and the order of
 * keys do not count. Files of versions before the checksum have none and are read all the same.
 */
public final class SealedJson {
    static final String SEAL = "sha256";

    private static final JsonMapper CANONICAL =
            JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();

    private SealedJson() {}

    /**
     * A file's content without its checksum.
     *
     * @param sealed whether it had one, which held
     */
    public record Content(ObjectNode tree, boolean sealed) {}

    /** The text of a value with its checksum. */
    public static String text(Object value) {
        // Digested as it will be read: a tree made of records may differ from its own text in the types of numbers.
        ObjectNode tree = JsonFile.parse(JsonFile.json(value));
        tree.remove(SEAL);
        tree.put(SEAL, digest(tree));
        return JsonFile.json(tree);
    }

    /** Writes a record with the digest of its own content; the file appears whole. */
    public static void write(Path file, Object value) throws IOException {
        JsonFile.writeText(file, text(value));
    }

    /**
     * Reads a file.
     *
     * @throws IOException if it is missing, no JSON object, or not what was written
     */
    public static Content read(Path file) throws IOException {
        ObjectNode tree = JsonFile.readJson(file, new TypeReference<>() {});
        JsonNode seal = tree.remove(SEAL);
        if (seal != null && !digest(tree).equals(seal.asString())) {
            throw new IOException(file + " was changed after it was written: it does not fit its own checksum");
        }
        return new Content(tree, seal != null);
    }

    /** Reads a file into a record. */
    public static <T> T read(Path file, TypeReference<T> type) throws IOException {
        return JsonFile.bind(file, read(file).tree(), type);
    }

    private static String digest(ObjectNode tree) {
        return Digest.of(CANONICAL.writeValueAsString(tree));
    }
}

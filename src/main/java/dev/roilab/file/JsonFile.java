package dev.roilab.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Records as JSON in snake case; every file appears whole or not at all. */
public final class JsonFile {
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();
    static final String PARTIAL = ".partial";

    /** How the parser says that a key stands twice in one object. */
    private static final Pattern TWICE = Pattern.compile("Duplicate Object property \"(.*)\"");

    /** How the parser begins to say so: behind a comma with another exception than inside a word. */
    private static final String ENDS = "Unexpected end-of-input";

    /** A file that was cut inside {@code null}, {@code true}, {@code false} or a number. */
    private static final Pattern HALF_A_WORD =
            Pattern.compile("[\\s:,\\[](n|nu|nul|t|tr|tru|f|fa|fal|fals|-|-?[0-9][0-9.eE+-]*)$");

    private JsonFile() {}

    /** Writes aside, waits until the disk has it, moves it into place. One process at a time writes one file. */
    public static void writeText(Path file, String text) throws IOException {
        write(file, text, true);
    }

    /**
     * Writes aside and moves into place, without waiting for the disk: for files whose checksums are in one that is
     * written after them, so that a power failure shows.
     */
    public static void writeChecked(Path file, String text) throws IOException {
        write(file, text, false);
    }

    private static void write(Path file, String text, boolean durable) throws IOException {
        Path partial = file.resolveSibling(file.getFileName() + PARTIAL);
        try {
            try (var channel = FileChannel.open(
                    partial,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                if (durable) {
                    channel.force(true);
                }
            }
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(partial);
            throw new IOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /** A record or map in snake case, over several lines. */
    public static String json(Object value) {
        return JSON.writeValueAsString(value) + "\n";
    }

    /** On one line. */
    public static String compact(Object value) {
        return JSON.writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsString(value);
    }

    /** Writes a record or map, waits until the disk has it, moves it into place. */
    public static void writeJson(Path file, Object value) throws IOException {
        writeText(file, json(value));
    }

    /**
     * Reads a JSON file; one that is broken is an {@link IOException} like one that is missing, with the file, the
     * place and what is wrong there, in a user's words and not the parser's.
     */
    public static <T> T readJson(Path file, TypeReference<T> type) throws IOException {
        return readJson(file, Files.readAllBytes(file), type);
    }

    /** The same for a file that has been read already. */
    public static <T> T readJson(Path file, byte[] content, TypeReference<T> type) throws IOException {
        try {
            return JSON.readValue(content, type);
        } catch (JacksonException e) {
            throw new IOException(file + " " + damage(content, e), e);
        }
    }

    /** What has become of a file that was written whole. */
    private static String damage(byte[] content, JacksonException e) {
        String text = new String(content, StandardCharsets.UTF_8);
        if (text.isBlank()) {
            return "is damaged: it is empty";
        }
        TokenStreamLocation place = e.getLocation();
        if (e instanceof StreamReadException
                && (String.valueOf(e.getOriginalMessage()).startsWith(ENDS)
                        || HALF_A_WORD.matcher(text).find())) {
            return "is truncated: it ends in line %d, before its last bracket"
                    .formatted(text.lines().count());
        }
        Matcher twice = TWICE.matcher(String.valueOf(e.getOriginalMessage()));
        if (e instanceof StreamReadException && twice.lookingAt()) {
            return "is damaged: key '%s' stands twice, again in line %d".formatted(twice.group(1), place.getLineNr());
        }
        return e instanceof StreamReadException
                ? "is damaged: no JSON from line %d, column %d on".formatted(place.getLineNr(), place.getColumnNr())
                : "is damaged: " + misplaced(e);
    }

    /** The key whose value is none that this program writes there. */
    private static String misplaced(JacksonException e) {
        String path = e.getPath().stream()
                .map(step ->
                        step.getPropertyName() == null ? "[" + step.getIndex() + "]" : "." + step.getPropertyName())
                .collect(Collectors.joining())
                .replaceFirst("^\\.", "");
        return path.isEmpty()
                ? "it does not hold what this program writes there"
                : "'" + path + "' is missing, of another kind or unknown to this version";
    }

    /** An object from its own text. */
    static ObjectNode parse(String text) {
        return JSON.readValue(text, ObjectNode.class);
    }

    /** A record or map as a JSON object. */
    public static ObjectNode tree(Object value) {
        return JSON.valueToTree(value);
    }

    /** @param file that the tree was read from, for messages */
    public static <T> T bind(Path file, JsonNode tree, TypeReference<T> type) throws IOException {
        try {
            return JSON.treeToValue(tree, type);
        } catch (JacksonException e) {
            throw new IOException(file + " is damaged: " + misplaced(e), e);
        }
    }
}

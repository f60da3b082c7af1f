package dev.roilab.result;

import dev.roilab.file.Digest;
import dev.roilab.file.JsonFile;
import dev.roilab.file.SealedJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code result.json} holds: a result without what has files of its own, the key that it was made under, and the
 * checksums of the files beside it.
 *
 * @param head the result without losses, curves and gallery
 * @param checksums SHA-256 by file name
 * @param bytes sizes of the files of weights by name; empty in results of older versions
 * @param former whether curves, gallery and values by class were written before there was a contract of tasks
 * @param sealed whether the file has a checksum of its own; those of older versions have not
 */
public record StoredResult(
        TrialResult head,
        String key,
        Map<String, String> checksums,
        Map<String, Long> bytes,
        boolean former,
        boolean sealed) {
    static final String FILE = "result.json";

    /** Parts of a result that have files of their own. */
    private static final List<String> OWN_FILES = List.of("losses", "curves", "gallery");

    /** Absent in results of versions that did not declare what they measured. */
    private static final String MEASURES = "measures";

    private static final String KEY = "key";
    private static final String CHECKSUMS = "checksums";
    private static final String BYTES = "bytes";
    private static final String PICTURES = "gallery/";
    private static final String WEIGHTS = ".safetensors";

    /** Bytes that a disk gives in a tenth of a second; a study has some hundred such files. */
    private static final long LARGE = 32L << 20;

    /**
     * Reads a file back.
     *
     * @throws IOException if it is missing, was changed after it was written, or holds a value that no measurement
     *     gives
     */
    static StoredResult read(Path file) throws IOException {
        SealedJson.Content content = SealedJson.read(file);
        ObjectNode all = content.tree();
        FormerPlaces.inResult(all);
        JsonNode key = all.remove(KEY);
        JsonNode checksums = all.remove(CHECKSUMS);
        JsonNode bytes = all.remove(BYTES);
        if (key == null || checksums == null) {
            throw new IOException(file + " is damaged: it has no key or no checksums");
        }
        OWN_FILES.forEach(all::putArray);
        boolean declares = all.has(MEASURES);
        if (!declares) {
            all.putArray(MEASURES);
        }
        boolean former = FormerResults.turn(file, all);
        TrialResult read = JsonFile.bind(file, all, new TypeReference<>() {});
        TrialResult head = read.withMeasures(
                declares
                        ? FormerResults.declared(read.measures())
                        : FormerResults.measures(read.metrics().keySet()));
        List<String> problems = ResultRanges.problems(head);
        if (!problems.isEmpty()) {
            throw new IOException(file + " is damaged: " + String.join("; ", problems));
        }
        return new StoredResult(
                head,
                key.asString(),
                JsonFile.bind(file, checksums, new TypeReference<>() {}),
                bytes == null ? Map.of() : JsonFile.bind(file, bytes, new TypeReference<>() {}),
                former,
                content.sealed());
    }

    /**
     * Writes a result with the checksums of the files beside it, which are there already.
     *
     * @param names of those files
     */
    static void write(Path folder, TrialResult result, String key, List<String> names) throws IOException {
        Map<String, String> checksums = new LinkedHashMap<>();
        Map<String, Long> bytes = new LinkedHashMap<>();
        for (String name : names) {
            checksums.put(name, Digest.of(folder.resolve(name)));
            if (isWeights(name)) {
                bytes.put(name, Files.size(folder.resolve(name)));
            }
        }
        ObjectNode stored = JsonFile.tree(result);
        stored.remove(OWN_FILES);
        stored.put(KEY, key);
        stored.set(CHECKSUMS, JsonFile.tree(checksums));
        stored.set(BYTES, JsonFile.tree(bytes));
        SealedJson.write(folder.resolve(FILE), stored);
    }

    /**
     * What is wrong with the files that the numbers stand on. Pictures can be drawn again, and weights are of use to
     * later timings alone: results are published without either.
     *
     * @param place of a file by its name
     * @return one line each; empty for a whole result
     */
    List<String> damage(Function<String, Path> place) {
        return checksums.keySet().stream()
                .filter(StoredResult::isNeeded)
                .flatMap(name -> problem(place.apply(name), name, false))
                .toList();
    }

    /**
     * Which files of weights are not what the training left. Missing ones are no problem.
     *
     * @param thorough whether to read large ones from end to end; else their sizes have to do
     */
    List<String> changedWeights(Function<String, Path> place, boolean thorough) {
        List<String> changed = new ArrayList<>();
        checksums.keySet().stream().filter(StoredResult::isWeights).forEach(name -> {
            Path file = place.apply(name);
            if (Files.exists(file)) {
                problem(file, name, !thorough && isLarge(name)).forEach(changed::add);
            }
        });
        return List.copyOf(changed);
    }

    /** Names of pictures that are there and are not those that were kept. Missing ones are no problem. */
    List<String> changedPictures(Function<String, Path> place) {
        return checksums.keySet().stream()
                .filter(name -> name.startsWith(PICTURES) && Files.exists(place.apply(name)))
                .filter(name ->
                        problem(place.apply(name), name, false).findAny().isPresent())
                .toList();
    }

    /** Names of pictures that are not there. */
    List<String> missingPictures(Function<String, Path> place) {
        return checksums.keySet().stream()
                .filter(name -> name.startsWith(PICTURES) && !Files.exists(place.apply(name)))
                .toList();
    }

    private boolean isLarge(String name) {
        return bytes.getOrDefault(name, 0L) > LARGE;
    }

    /** Whether a result is whole only with this file. */
    static boolean isNeeded(String name) {
        return !name.startsWith(PICTURES) && !isWeights(name);
    }

    static boolean isWeights(String name) {
        return name.endsWith(WEIGHTS);
    }

    private Stream<String> problem(Path file, String name, boolean sizeAlone) {
        try {
            if (!Files.isRegularFile(file)) {
                return Stream.of(name + " is missing");
            }
            Long size = bytes.get(name);
            boolean same = (size == null || size == Files.size(file))
                    && (sizeAlone || Digest.of(file).equals(checksums.get(name)));
            return same ? Stream.empty() : Stream.of(name + " was changed after it was written");
        } catch (IOException e) {
            return Stream.of(name + " cannot be read: " + e.getMessage());
        }
    }

    /** A fact of the run that made the result. */
    public Optional<String> fact(String name) {
        return Optional.ofNullable(head.provenance().get(name));
    }
}

package dev.roilab.experiment;

import dev.roilab.experiment.TrialResult.Curve;
import dev.roilab.experiment.TrialResult.GalleryImage;
import dev.roilab.train.Checkpoints;
import dev.roilab.yaml.YamlNode;
import dev.roilab.yaml.YamlWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A trial's folder. {@code result.json} is written last and names the checksums of the files beside it, so that a
 * result is either whole or known to be damaged.
 */
public final class TrialFolder {
    private static final String RESULT = "result.json";
    private static final String FAILURE = "failure.txt";
    private static final String LOSSES = "losses.csv";
    private static final String CURVES = "curves.json";
    private static final String GALLERY = "gallery.json";
    private static final String TIMING = "timing.json";
    private static final String PICTURES = "gallery/";
    private static final String RESOLVED = "resolved.yaml";
    private static final String KEY = "key";
    private static final String CHECKSUMS = "checksums";

    /** Parts of a result that are not in {@code result.json}. */
    private static final List<String> OWN_FILES = List.of("losses", "curves", "gallery");

    /** Before the names of a key's parts, where they stand among other provenance. */
    static final String KEY_PREFIX = "key_";

    private final Path folder;

    public TrialFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * What {@code result.json} holds.
     *
     * @param head the result without what has files of its own
     */
    private record Stored(TrialResult head, String key, Map<String, String> checksums) {}

    /** What another process may have changed since it was last looked at: the result's time and size. */
    String stamp() {
        Path file = folder.resolve(RESULT);
        try {
            return Files.getLastModifiedTime(file) + " " + Files.size(file);
        } catch (IOException _) {
            return "";
        }
    }

    /**
     * Makes room for a new attempt: the old result is taken away first, so that it cannot be taken for the new one.
     *
     * @param key of the attempt; a checkpoint of an attempt with this key stays
     * @return the step that the attempt will go on from; absent if it begins anew
     */
    Optional<Integer> clear(String key) throws IOException {
        Files.createDirectories(folder);
        for (String name : List.of(RESULT, FAILURE, LOSSES, CURVES, GALLERY, RESOLVED, TIMING, ImageReplicates.FILE)) {
            Files.deleteIfExists(folder.resolve(name));
            Files.deleteIfExists(folder.resolve(name + TrialFiles.PARTIAL));
        }
        Optional<Integer> step = Checkpoints.step(folder, key);
        if (step.isEmpty()) {
            Checkpoints.discard(folder);
        }
        return step;
    }

    /** Writes a result, good or not. */
    void write(Trial trial, TrialResult result, String key) throws IOException {
        TrialFiles.writeLosses(folder.resolve(LOSSES), result.losses());
        TrialFiles.writeChecked(folder.resolve(CURVES), TrialFiles.json(result.curves()));
        TrialFiles.writeChecked(folder.resolve(GALLERY), TrialFiles.json(result.gallery()));
        TrialFiles.writeChecked(folder.resolve(RESOLVED), resolved(trial));
        Map<String, String> checksums = new LinkedHashMap<>();
        for (String name : List.of(LOSSES, CURVES, GALLERY, RESOLVED)) {
            checksums.put(name, Digest.of(Files.readAllBytes(folder.resolve(name))));
        }
        if (Files.exists(folder.resolve(ImageReplicates.FILE))) {
            checksums.put(ImageReplicates.FILE, Digest.of(Files.readAllBytes(folder.resolve(ImageReplicates.FILE))));
        }
        for (GalleryImage image : result.gallery()) {
            checksums.put(image.file(), Digest.of(Files.readAllBytes(folder.resolve(image.file()))));
        }
        ObjectNode stored = TrialFiles.tree(result);
        stored.remove(OWN_FILES);
        stored.put(KEY, key);
        stored.set(CHECKSUMS, TrialFiles.tree(checksums));
        TrialFiles.writeJson(folder.resolve(RESULT), stored);
    }

    /** Writes what went wrong, with the stack trace that a bug report needs. */
    void writeFailure(Throwable failure) throws IOException {
        var text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        TrialFiles.writeText(folder.resolve(FAILURE), text.toString());
    }

    /** Whether there is a good, whole result with this key. */
    public boolean holds(String key) {
        return ended(key).filter(status -> status == Status.OK).isPresent();
    }

    /** How the last attempt with this key ended; absent if there is no whole record of one. */
    Optional<Status> ended(String key) {
        try {
            Stored stored = stored();
            return stored.key().equals(key) && damage(stored).isEmpty()
                    ? Optional.of(stored.head().status())
                    : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** How far the trial is, whatever its key. */
    public Status status() {
        if (TrialLock.isOwned(folder)) {
            return Status.RUNNING;
        }
        try {
            Stored stored = stored();
            return damage(stored).isPresent()
                    ? Status.INTERRUPTED
                    : stored.head().status();
        } catch (IOException _) {
            return Files.exists(folder) ? Status.INTERRUPTED : Status.PLANNED;
        }
    }

    /** The parts of the stored result's key by name; empty without a readable result. */
    Map<String, String> keyParts() {
        Map<String, String> parts = new LinkedHashMap<>();
        try {
            stored().head().provenance().forEach((name, value) -> {
                if (name.startsWith(KEY_PREFIX)) {
                    parts.put(name.substring(KEY_PREFIX.length()), value);
                }
            });
        } catch (IOException _) {
            return Map.of();
        }
        return parts;
    }

    /**
     * Reads the result back.
     *
     * @throws IOException if there is none, or a file does not have the content that it was written with
     */
    TrialResult read() throws IOException {
        Stored stored = stored();
        Map<String, byte[]> files = new HashMap<>();
        for (String name : stored.checksums().keySet()) {
            // Pictures decide no number, and results are published without them.
            if (!name.startsWith(PICTURES)) {
                files.put(name, whole(name, stored));
            }
        }
        Optional<Timing> timing = timing().filter(times -> times.key().equals(stored.key()));
        Map<String, String> facts = new LinkedHashMap<>(stored.head().provenance());
        timing.ifPresent(times -> facts.putAll(times.facts()));
        return stored.head()
                .withDetails(
                        timing.map(Timing::toldStages)
                                .orElseGet(() -> stored.head().toldStages()),
                        TrialFiles.readLosses(folder.resolve(LOSSES), content(files, LOSSES)),
                        TrialFiles.readJson(
                                folder.resolve(CURVES), content(files, CURVES), new TypeReference<List<Curve>>() {}),
                        new DeferredList<>(this::gallery))
                .withProvenance(facts);
    }

    /** The step that an attempt with this key would go on from. */
    Optional<Integer> checkpoint(String key) {
        return Checkpoints.step(folder, key);
    }

    /** How long the detector takes, measured beside the other arms; absent where it was not. */
    Optional<Timing> timing() {
        try {
            return Optional.of(TrialFiles.readJson(folder.resolve(TIMING), new TypeReference<>() {}));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    void writeTiming(Timing timing) throws IOException {
        TrialFiles.writeJson(folder.resolve(TIMING), timing);
    }

    private Stored stored() throws IOException {
        Path file = folder.resolve(RESULT);
        ObjectNode all = TrialFiles.readJson(file, new TypeReference<>() {});
        JsonNode key = all.remove(KEY);
        JsonNode checksums = all.remove(CHECKSUMS);
        if (key == null || checksums == null) {
            throw new IOException(file + " is damaged: it has no key or no checksums");
        }
        OWN_FILES.forEach(all::putArray);
        return new Stored(
                TrialFiles.bind(file, all, new TypeReference<>() {}),
                key.asString(),
                TrialFiles.bind(file, checksums, new TypeReference<>() {}));
    }

    /** What is wrong with the files beside the result, if anything is. */
    private Optional<String> damage(Stored stored) {
        for (String name : stored.checksums().keySet()) {
            try {
                whole(name, stored);
            } catch (IOException e) {
                return Optional.of(String.valueOf(e.getMessage()));
            }
        }
        return Optional.empty();
    }

    /** Content of a file beside the result, which must be what was written. */
    private byte[] whole(String name, Stored stored) throws IOException {
        Path file = folder.resolve(name);
        if (Files.isRegularFile(file)) {
            byte[] content = Files.readAllBytes(file);
            if (Digest.of(content).equals(stored.checksums().get(name))) {
                return content;
            }
        }
        throw new IOException(file + " is missing or was changed after it was written; run the study again");
    }

    private List<GalleryImage> gallery() {
        Path file = folder.resolve(GALLERY);
        try {
            return TrialFiles.readJson(file, new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException("the gallery was whole and is no more: " + e.getMessage(), e);
        }
    }

    private byte[] content(Map<String, byte[]> files, String name) throws IOException {
        byte[] content = files.get(name);
        if (content == null) {
            throw new IOException(folder.resolve(RESULT) + " is damaged: it has no checksum of " + name);
        }
        return content;
    }

    /** A study of this trial alone: it can be run as it is. */
    private static String resolved(Trial trial) {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("study", trial.study());
        header.put("question", "Trial " + trial.name());
        header.put("seeds", List.of(trial.seed()));
        YamlNode.Mapping tree = (YamlNode.Mapping) YamlWriter.node(header).merge(YamlWriter.tree(trial.settings()));
        return YamlWriter.write(tree);
    }
}

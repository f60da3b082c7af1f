package dev.roilab.experiment;

import dev.roilab.experiment.TrialResult.Curve;
import dev.roilab.experiment.TrialResult.GalleryImage;
import dev.roilab.experiment.TrialResult.StageTime;
import dev.roilab.yaml.YamlNode;
import dev.roilab.yaml.YamlWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.type.TypeReference;

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
    private static final String PICTURES = "gallery/";
    private static final String RESOLVED = "resolved.yaml";

    private final Path folder;

    public TrialFolder(Path folder) {
        this.folder = folder;
    }

    /** What {@code result.json} holds. */
    private record Stored(
            String study,
            String trial,
            Map<String, String> varied,
            long seed,
            Status status,
            Optional<String> failure,
            Map<String, Double> metrics,
            Map<String, Double> classAp,
            double trainSeconds,
            Map<String, StageTime> stages,
            Map<String, String> provenance,
            String key,
            Map<String, String> checksums) {}

    /** Makes room for a new result: the old one is taken away first, so that it cannot be taken for the new one. */
    void clear() throws IOException {
        Files.createDirectories(folder);
        for (String name : List.of(RESULT, FAILURE, LOSSES, CURVES, GALLERY, RESOLVED, ImageReplicates.FILE)) {
            Files.deleteIfExists(folder.resolve(name));
        }
    }

    /** Writes a result, good or not. */
    void write(Trial trial, TrialResult result, String key) throws IOException {
        TrialFiles.writeLosses(folder.resolve(LOSSES), result.losses());
        TrialFiles.writeJson(folder.resolve(CURVES), result.curves());
        TrialFiles.writeJson(folder.resolve(GALLERY), result.gallery());
        TrialFiles.writeText(folder.resolve(RESOLVED), resolved(trial));
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
        var stored = new Stored(
                result.study(),
                result.trial(),
                result.varied(),
                result.seed(),
                result.status(),
                result.failure(),
                result.metrics(),
                result.classAp(),
                result.trainSeconds(),
                result.stages(),
                result.provenance(),
                key,
                checksums);
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
        try {
            Stored stored = stored();
            return stored.status() == Status.OK
                    && stored.key().equals(key)
                    && damage(stored, false).isEmpty();
        } catch (IOException _) {
            return false;
        }
    }

    /** Whether the trial was started and has no good result: it failed or was stopped. */
    public boolean failed() {
        try {
            return stored().status() != Status.OK;
        } catch (IOException _) {
            return Files.exists(folder);
        }
    }

    /**
     * Reads the result back.
     *
     * @throws IOException if there is none, or a file does not have the content that it was written with
     */
    TrialResult read() throws IOException {
        Stored stored = stored();
        Optional<String> damage = damage(stored, true);
        if (damage.isPresent()) {
            throw new IOException(damage.get());
        }
        return new TrialResult(
                stored.study(),
                stored.trial(),
                stored.varied(),
                stored.seed(),
                stored.status(),
                stored.failure(),
                stored.metrics(),
                stored.classAp(),
                stored.trainSeconds(),
                stored.stages(),
                TrialFiles.readLosses(folder.resolve(LOSSES)),
                TrialFiles.readJson(folder.resolve(CURVES), new TypeReference<List<Curve>>() {}),
                TrialFiles.readJson(folder.resolve(GALLERY), new TypeReference<List<GalleryImage>>() {}),
                stored.provenance());
    }

    private Stored stored() throws IOException {
        return TrialFiles.readJson(folder.resolve(RESULT), new TypeReference<>() {});
    }

    /** @param leftOut whether pictures may be missing, as where results were published without them */
    private Optional<String> damage(Stored stored, boolean leftOut) throws IOException {
        for (var entry : stored.checksums().entrySet()) {
            Path file = folder.resolve(entry.getKey());
            if (leftOut && entry.getKey().startsWith(PICTURES) && !Files.exists(file)) {
                continue;
            }
            if (!Files.isRegularFile(file)
                    || !Digest.of(Files.readAllBytes(file)).equals(entry.getValue())) {
                return Optional.of(file + " is missing or was changed after it was written; run the study again");
            }
        }
        return Optional.empty();
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

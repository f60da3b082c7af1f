package dev.roilab.result;

import dev.roilab.compress.CompressionSummary;
import dev.roilab.file.JsonFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.type.TypeReference;

/** What truncation did to a trial's network: {@code compression.json} in its folder. */
public final class TrialCompression {
    /** In a trial's folder. */
    public static final String FILE = CompressionSummary.FILE;

    private TrialCompression() {}

    /** What a trial's folder holds; empty if it holds none or a damaged file. */
    public static Optional<CompressionSummary> read(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JsonFile.readJson(file, new TypeReference<CompressionSummary>() {}));
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}

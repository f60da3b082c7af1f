package dev.roilab.experiment;

import dev.roilab.compress.CompressionSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.type.TypeReference;

/** What truncation did to a trial's network: {@code compression.json} in its folder. */
public final class TrialCompression {
    static final String FILE = "compression.json";

    private TrialCompression() {}

    /** What a trial's folder holds; empty if it holds none or a damaged file. */
    public static Optional<CompressionSummary> read(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(TrialFiles.readJson(file, new TypeReference<CompressionSummary>() {}));
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}

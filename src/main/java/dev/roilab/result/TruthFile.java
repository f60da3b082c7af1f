package dev.roilab.result;

import dev.roilab.file.Digest;
import dev.roilab.file.JsonFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is true of the test split, as its task writes it for other evaluators: {@code ground-truth-DIGITS.json} in the
 * study's folder, one for each test split and task of the study.
 */
public final class TruthFile {
    /** Fact of a trial: name of the file that its findings refer to. */
    public static final String FACT = "ground_truth";

    private static final String START = "ground-truth-";
    private static final int DIGITS = 12;

    private TruthFile() {}

    /**
     * Writes the file into an attempt's folder, from where {@link #share} takes it.
     *
     * @return its name
     */
    public static String write(String json, Path folder) {
        String name = name(Digest.of(json));
        try {
            JsonFile.writeChecked(folder.resolve(name), json);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + folder.resolve(name) + ": " + e.getMessage(), e);
        }
        return name;
    }

    /**
     * What is wrong with the file that a result names.
     *
     * @return absent for a whole one, and for results of versions that named none
     */
    public static Optional<String> damage(Path study, StoredResult result) {
        return result.fact(FACT).flatMap(name -> {
            Path file = study.resolve(name);
            if (!Files.isRegularFile(file)) {
                return Optional.of(name + " is missing");
            }
            try {
                return name.equals(name(Digest.of(file)))
                        ? Optional.empty()
                        : Optional.of(name + " is damaged: its content is not the one that its name tells");
            } catch (IOException e) {
                return Optional.of(name + " cannot be read: " + e.getMessage());
            }
        });
    }

    private static String name(String digest) {
        return START + digest.substring(0, DIGITS) + ".json";
    }

    /** Moves the file from an attempt's folder to the study's, where all trials with this test split share it. */
    static void share(Path attempt, Path study) throws IOException {
        try (Stream<Path> files = Files.list(attempt)) {
            for (Path file : files.filter(each -> each.getFileName().toString().startsWith(START))
                    .toList()) {
                Files.move(
                        file,
                        study.resolve(file.getFileName()),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}

package dev.roilab.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Files that appear whole or not at all: a command may be ended at any moment, and what stood there before is then
 * still there. Nobody waits for the disk.
 */
public final class WholeFile {
    /** More than any number of processes that write one report. */
    private static final int ATTEMPTS = 100;

    private WholeFile() {}

    /** Writes text in UTF-8 aside and moves it into place. */
    public static void write(Path file, String text) throws IOException {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Writes bytes aside and moves them into place. Of processes that write one file at once the last to end counts:
     * each writes again what another has moved away.
     */
    public static void write(Path file, byte[] content) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                writeOnce(file, content);
                return;
            } catch (NoSuchFileException e) {
                if (attempt == ATTEMPTS
                        || !Files.isDirectory(file.toAbsolutePath().resolveSibling("."))) {
                    throw e;
                }
            }
        }
    }

    private static void writeOnce(Path file, byte[] content) throws IOException {
        Path partial = file.resolveSibling(file.getFileName() + JsonFile.PARTIAL);
        try {
            Files.write(partial, content);
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(partial);
            throw e;
        }
    }
}

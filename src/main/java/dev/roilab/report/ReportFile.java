package dev.roilab.report;

import dev.roilab.file.UnwrittenFile;
import dev.roilab.file.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of reports, each whole or not there. */
final class ReportFile {
    private ReportFile() {}

    /**
     * Writes text in UTF-8.
     *
     * @param command that writes the report, for messages
     * @throws UncheckedIOException with the file, the reason and what to do
     */
    static void write(Path file, String text, String command) {
        write(file, text.getBytes(StandardCharsets.UTF_8), command);
    }

    /** The same of bytes. */
    static void write(Path file, byte[] content, String command) {
        try {
            WholeFile.write(file, content);
        } catch (IOException e) {
            throw UnwrittenFile.of(file, e, command);
        }
    }

    /** Makes a folder where there is none. */
    static void folder(Path folder, String command) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw UnwrittenFile.of(folder, e, command);
        }
    }
}

package dev.roilab.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** Says of a file that could not be written which it is, why, and what to do. */
public final class UnwrittenFile {
    private UnwrittenFile() {}

    /**
     * The failure in a user's words.
     *
     * @param file or folder, as the user knows it
     * @param again the command that writes it, such as {@code roilab report}
     */
    public static UncheckedIOException of(Path file, IOException cause, String again) {
        String remedy = isFullDisk(cause) ? "free some space" : "let it be written or name another folder";
        return new UncheckedIOException(
                "cannot write %s: %s; %s and run %s again".formatted(file, reason(cause), remedy, again), cause);
    }

    /** Java's exceptions of these kinds have the file's name alone for a message, or before it. */
    private static String reason(IOException cause) {
        return switch (cause) {
            case NoSuchFileException _ -> "its folder is not there";
            case AccessDeniedException _ -> "access denied";
            case FileAlreadyExistsException _ -> "there is a file, expected a folder";
            case FileSystemException failure when failure.getReason() != null -> failure.getReason();
            default -> String.valueOf(cause.getMessage());
        };
    }

    /** Whether a failure is a disk without space. */
    public static boolean isFullDisk(IOException failure) {
        String text = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return text.contains("no space left") || text.contains("quota exceeded") || text.contains("disk full");
    }
}

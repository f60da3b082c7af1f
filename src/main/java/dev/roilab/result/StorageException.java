package dev.roilab.result;

import dev.roilab.file.UnwrittenFile;
import java.io.IOException;
import java.io.Serial;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Results cannot be written. It ends the study, whose other trials would fare no better. */
public final class StorageException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** With a message for whoever runs the study. */
    public StorageException(String what, Throwable cause) {
        super(
                what + cause(what, cause)
                        + "; free some space or mend the folder, then run the same command: finished trials are kept and"
                        + " the one that was running goes on from its last checkpoint",
                cause);
    }

    /** The file system's own words, which wrapping may have left behind. */
    private static String cause(String what, Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String text = words(root);
        return what.contains(text) ? "" : " (" + text + ")";
    }

    /** Java's exceptions of these kinds have the file's name alone for a message. */
    private static String words(Throwable root) {
        return switch (root) {
            case NoSuchFileException _ -> "its folder is not there: it was moved or deleted";
            case AccessDeniedException _ -> "access denied";
            default -> String.valueOf(root.getMessage());
        };
    }

    /** Whether the failure, or what caused it, is a disk without space. */
    public static boolean isFullDisk(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException written && UnwrittenFile.isFullDisk(written)) {
                return true;
            }
        }
        return false;
    }
}

package dev.roilab.experiment;

import java.io.IOException;
import java.nio.file.Path;

/** SHA-256 in hexadecimal. */
final class Digest {
    private Digest() {}

    static String of(String text) {
        return dev.roilab.file.Digest.of(text);
    }

    static String of(byte[] bytes) {
        return dev.roilab.file.Digest.of(bytes);
    }

    static String of(Path file) throws IOException {
        return dev.roilab.file.Digest.of(file);
    }
}

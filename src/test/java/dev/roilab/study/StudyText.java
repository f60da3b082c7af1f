package dev.roilab.study;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Study files for tests, on top of the base file that users extend. */
public final class StudyText {
    private StudyText() {}

    /** A folder with {@code base.yaml} and, beside it, {@code study.yaml} of the given text. */
    public static Path write(Path folder, String text) {
        try {
            Path base = folder.resolve("base.yaml");
            if (!Files.exists(base)) {
                Files.copy(Path.of("experiments/base/fast-rcnn.yaml"), base);
            }
            return Files.writeString(folder.resolve("study.yaml"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

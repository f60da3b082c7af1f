package dev.roilab.result;

import dev.roilab.data.Annotation;
import dev.roilab.task.Task;
import dev.roilab.task.TestSet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * Everything that was found in a trial's test, as its task writes it, compressed: such as {@code detections.json.gz}.
 */
public final class FindingsFile {
    private static final String ENDING = ".json.gz";

    private FindingsFile() {}

    /** Writes what was found into an attempt's folder. */
    public static <T extends Annotation<T>, P> void write(Task<T, P> task, TestSet<T, P> tested, Path folder) {
        Path file = folder.resolve(task.findings() + ENDING);
        try {
            var bytes = new ByteArrayOutputStream();
            // Its head holds no time: the same findings give the same bytes.
            try (OutputStream packed = new GZIPOutputStream(bytes)) {
                packed.write(task.findingsJson(tested).getBytes(StandardCharsets.UTF_8));
            }
            Files.write(file, bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /** Names of such files in a folder, whichever task they are of. */
    static List<String> in(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ENDING))
                    .sorted()
                    .toList();
        }
    }
}

package dev.roilab.result;

import dev.roilab.data.Annotation;
import dev.roilab.file.Decimals;
import dev.roilab.file.Digest;
import dev.roilab.file.JsonFile;
import dev.roilab.task.Task;
import dev.roilab.task.TestSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * The metrics of a trial on test sets drawn again from its test images: {@code bootstrap.csv} in its folder, a row a
 * draw.
 */
public final class ImageReplicates {
    static final String FILE = "bootstrap.csv";

    /** Enough for the ends of a 95 % interval to be known to about a tenth of its width. */
    private static final int DRAWS = 500;

    /** Digits that a report could print, and some more. */
    private static final double PRECISION = 1e6;

    /** In the file: no measure is below 0. */
    private static final double UNDEFINED = -1;

    private final String images;
    private final Map<String, double[]> metrics;

    private ImageReplicates(String images, Map<String, double[]> metrics) {
        this.images = images;
        this.metrics = metrics;
    }

    /** Draws and writes; nothing is written for a test set without images, or of a task that draws none. */
    public static <T extends Annotation<T>, P> void write(Task<T, P> task, TestSet<T, P> tested, Path folder) {
        SequencedMap<String, double[]> drawn =
                tested.images().isEmpty() ? new LinkedHashMap<>() : task.replicates(tested, DRAWS);
        if (drawn.isEmpty()) {
            return;
        }
        List<String> lines = new ArrayList<>();
        lines.add("# " + identity(tested.ids()));
        lines.add(String.join(",", drawn.keySet()));
        for (int draw = 0; draw < DRAWS; draw++) {
            int row = draw;
            lines.add(drawn.values().stream()
                    .map(values -> String.valueOf(rounded(values[row])))
                    .collect(Collectors.joining(",")));
        }
        try {
            JsonFile.writeText(folder.resolve(FILE), String.join("\n", lines) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + folder.resolve(FILE) + ": " + e.getMessage(), e);
        }
    }

    /** What a trial's folder holds; empty if its result names none, or the file is not what was written. */
    public static Optional<ImageReplicates> read(Path folder) {
        Optional<byte[]> content = new TrialFolder(folder).content(FILE);
        if (content.isEmpty()) {
            return Optional.empty();
        }
        try {
            List<String> lines =
                    new String(content.get(), StandardCharsets.UTF_8).lines().toList();
            String[] names = lines.get(1).split(",", -1);
            Map<String, double[]> metrics = new LinkedHashMap<>();
            for (int column = 0; column < names.length; column++) {
                metrics.put(names[column], new double[lines.size() - 2]);
            }
            for (int row = 2; row < lines.size(); row++) {
                String line = lines.get(row);
                int from = 0;
                for (double[] values : metrics.values()) {
                    int comma = line.indexOf(',', from);
                    int to = comma < 0 ? line.length() : comma;
                    double value = Decimals.parse(line, from, to);
                    values[row - 2] = value < 0 ? Double.NaN : value;
                    from = to + 1;
                }
            }
            return Optional.of(new ImageReplicates(lines.getFirst(), metrics));
        } catch (IndexOutOfBoundsException | NumberFormatException _) {
            return Optional.empty();
        }
    }

    /** Which images were drawn from: equal for trials whose draws can be paired. */
    public String images() {
        return images;
    }

    /** The values of a metric, one a draw, not a number where it was undefined; empty if it was not drawn. */
    public Optional<double[]> metric(String name) {
        return Optional.ofNullable(metrics.get(name)).map(double[]::clone);
    }

    private static String identity(List<String> ids) {
        return ids.size() + " images, SHA-256 of their names " + Digest.of(String.join("\n", ids));
    }

    private static double rounded(double value) {
        return Double.isNaN(value) ? UNDEFINED : Math.round(PRECISION * value) / PRECISION;
    }
}

package dev.roilab.result;

import dev.roilab.file.JsonFile;
import dev.roilab.nn.Losses;
import dev.roilab.result.TrialResult.LossPoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * {@code losses.csv}: the losses along a training, a line a point. The header has {@code step}, the names of the loss
 * terms in the system's order, and {@code rate}; a cell is empty where a stage of the training had no such term.
 */
final class LossesFile {
    static final String NAME = "losses.csv";

    private static final String STEP = "step";
    private static final String RATE = "rate";

    private LossesFile() {}

    static void write(Path file, List<LossPoint> points) throws IOException {
        var names = new LinkedHashSet<String>();
        points.forEach(point -> names.addAll(point.losses().terms().keySet()));
        List<String> lines = new ArrayList<>();
        lines.add(line(STEP, names, RATE));
        for (LossPoint point : points) {
            List<String> cells = names.stream()
                    .map(name -> point.losses().term(name).map(String::valueOf).orElse(""))
                    .toList();
            lines.add(line(Integer.toString(point.step()), cells, Double.toString(point.rate())));
        }
        JsonFile.writeChecked(file, lines.stream().map(line -> line + "\n").collect(Collectors.joining()));
    }

    private static String line(String first, Collection<String> terms, String last) {
        List<String> cells = new ArrayList<>();
        cells.add(first);
        cells.addAll(terms);
        cells.add(last);
        return String.join(",", cells);
    }

    /**
     * Reads a file back.
     *
     * @param file that the content was read from, for messages
     * @throws IOException if it is none that {@link #write} makes, with the line
     */
    static List<LossPoint> read(Path file, byte[] content) throws IOException {
        List<String> lines = new String(content, StandardCharsets.UTF_8).lines().toList();
        List<String> names = names(file, lines.isEmpty() ? "" : lines.getFirst());
        List<LossPoint> points = new ArrayList<>();
        for (int line = 1; line < lines.size(); line++) {
            try {
                points.add(point(lines.get(line).split(",", -1), names));
            } catch (IllegalArgumentException e) {
                throw new IOException(
                        "%s:%d is damaged: '%s': %s".formatted(file, line + 1, lines.get(line), e.getMessage()), e);
            }
        }
        return points;
    }

    private static List<String> names(Path file, String header) throws IOException {
        List<String> cells = List.of(header.split(",", -1));
        boolean framed = cells.size() >= 2
                && cells.getFirst().equals(STEP)
                && cells.getLast().equals(RATE);
        if (!framed || new LinkedHashSet<>(cells).size() < cells.size()) {
            throw new IOException("%s:1 is damaged: '%s'; expected %s, the names of the loss terms, each once, and %s"
                    .formatted(file, header, STEP, RATE));
        }
        return cells.subList(1, cells.size() - 1);
    }

    private static LossPoint point(String[] cells, List<String> names) {
        if (cells.length != names.size() + 2) {
            throw new IllegalArgumentException(
                    "%d cells, where the header has %d".formatted(cells.length, names.size() + 2));
        }
        LinkedHashMap<String, Double> terms = LinkedHashMap.newLinkedHashMap(names.size());
        for (int term = 0; term < names.size(); term++) {
            if (!cells[term + 1].isEmpty()) {
                terms.put(names.get(term), Double.parseDouble(cells[term + 1]));
            }
        }
        return new LossPoint(
                Integer.parseInt(cells[0]), new Losses(terms), Double.parseDouble(cells[cells.length - 1]));
    }
}

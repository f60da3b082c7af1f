package dev.roilab.experiment;

import dev.roilab.experiment.TrialResult.LossPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** How results are spelled on disk: JSON in snake case, losses as CSV; every file appears whole or not at all. */
final class TrialFiles {
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();
    private static final String LOSS_HEADER = "step,classification,box,rate";

    private TrialFiles() {}

    static void writeText(Path file, String text) throws IOException {
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        Files.writeString(partial, text);
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    static void writeJson(Path file, Object value) throws IOException {
        writeText(file, JSON.writeValueAsString(value) + "\n");
    }

    /** Reads a JSON file; one that is broken is an {@link IOException} like one that is missing. */
    static <T> T readJson(Path file, TypeReference<T> type) throws IOException {
        try {
            return JSON.readValue(Files.readString(file), type);
        } catch (JacksonException e) {
            throw new IOException(file + " is damaged: " + e.getOriginalMessage(), e);
        }
    }

    static void writeLosses(Path file, List<LossPoint> losses) throws IOException {
        List<String> lines = new ArrayList<>(List.of(LOSS_HEADER));
        for (LossPoint point : losses) {
            lines.add(point.step() + "," + point.classification() + "," + point.box() + "," + point.rate());
        }
        writeText(file, String.join("\n", lines) + "\n");
    }

    static List<LossPoint> readLosses(Path file) throws IOException {
        List<LossPoint> losses = new ArrayList<>();
        for (String line : Files.readAllLines(file).stream().skip(1).toList()) {
            String[] cells = line.split(",", -1);
            try {
                losses.add(new LossPoint(
                        Integer.parseInt(cells[0]),
                        Double.parseDouble(cells[1]),
                        Double.parseDouble(cells[2]),
                        Double.parseDouble(cells[3])));
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                throw new IOException(file + " is damaged: '" + line + "'", e);
            }
        }
        return losses;
    }
}

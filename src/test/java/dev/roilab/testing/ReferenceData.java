package dev.roilab.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * The folder of reference cases, images and weights that is not part of the project. Tests that need it are skipped,
 * visibly, where it is absent. It is looked for at {@code ROILAB_SHARED} (environment) and {@code ../shared}.
 */
public final class ReferenceData {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ReferenceData() {}

    /** The file or folder at a path such as {@code ref/torch_ops/conv.json}; skips the calling test if it is absent. */
    public static Path path(String relative) {
        String configured = System.getenv("ROILAB_SHARED");
        Path root = Path.of(configured == null ? "../shared" : configured);
        Path found = root.resolve(relative);
        assumeTrue(Files.exists(found), "skipped: no reference data at " + relative);
        return found;
    }

    /** The JSON file at a path; skips the calling test if it is absent. */
    public static JsonNode json(String relative) {
        return JSON.readTree(path(relative).toFile());
    }

    /** A flat JSON array of numbers. */
    public static double[] doubles(JsonNode numbers) {
        double[] values = new double[numbers.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = numbers.get(i).asDouble();
        }
        return values;
    }

    /** A flat JSON array of numbers. */
    public static float[] floats(JsonNode numbers) {
        float[] values = new float[numbers.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) numbers.get(i).asDouble();
        }
        return values;
    }

    /** A flat JSON array of integers. */
    public static int[] ints(JsonNode numbers) {
        int[] values = new int[numbers.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = numbers.get(i).asInt();
        }
        return values;
    }
}

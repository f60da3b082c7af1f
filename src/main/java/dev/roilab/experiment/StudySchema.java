package dev.roilab.experiment;

import dev.roilab.yaml.RecordSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON Schema of a study file and a page about its keys, both made from the records that study files are read into.
 */
public final class StudySchema {
    private static final Map<String, String> GRID = grid();

    private StudySchema() {}

    private static Map<String, String> grid() {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put(
                "extends",
                "A study file below this one, relative to this file: maps merge, lists and values replace,"
                        + " a block whose type changes is replaced whole.");
        keys.put("arms", "Named arms, each a map from paths to the values that it sets; {} is the base itself.");
        keys.put("vary", "Paths and, for each, a list of values or a map of named ones; all combinations are run.");
        keys.put(
                "when",
                "A list of {if: {PATH: LABEL}, set: {PATH: VALUE}, vary: {...}}: changes or further arms for"
                        + " the combinations that match.");
        keys.put("exclude", "A list of {PATH: LABEL or [LABELS]}: combinations that match one are left out.");
        return keys;
    }

    /** The schema as JSON text. */
    public static String json() {
        SequencedMap<String, Object> properties =
                new LinkedHashMap<>(properties(RecordSchema.of(StudyFile.Header.class, StudyReference.HEADER_KEYS)));
        GRID.forEach((key, text) -> {
            SequencedMap<String, Object> property = new LinkedHashMap<>();
            property.put("type", gridType(key));
            property.put("description", text);
            properties.put(key, property);
        });
        properties.putAll(properties(RecordSchema.of(TrialSettings.class, StudyReference.baseComments())));
        SequencedMap<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "RoiLab study");
        schema.put("type", "object");
        schema.put("properties", properties);
        schema.put("additionalProperties", false);
        return JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(schema) + "\n";
    }

    static Map<String, String> gridKeys() {
        return GRID;
    }

    private static List<String> gridType(String key) {
        List<String> types = new ArrayList<>(List.of("null"));
        types.add(
                switch (key) {
                    case "extends" -> "string";
                    case "when", "exclude" -> "array";
                    default -> "object";
                });
        return types;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> properties(Map<String, Object> schema) {
        return (Map<String, Object>) schema.getOrDefault("properties", Map.of());
    }
}

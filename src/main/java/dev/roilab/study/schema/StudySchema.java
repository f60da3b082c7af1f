package dev.roilab.study.schema;

import dev.roilab.study.BackgroundReader;
import dev.roilab.study.StudyFile;
import dev.roilab.study.TrialSettings;
import dev.roilab.study.grid.Arms;
import dev.roilab.yaml.RecordSchema;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON Schema of a study file and a page about its keys, both made from the records that study files are read into.
 */
public final class StudySchema {
    private static final Map<String, String> GRID = grid();
    private static final Map<String, Object> NOTHING = map("type", "null");

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
        header(properties);
        GRID.forEach((key, text) -> {
            SequencedMap<String, Object> property = new LinkedHashMap<>(gridType(key));
            property.put("description", text);
            properties.put(key, property);
        });
        properties.putAll(properties(RecordSchema.of(TrialSettings.class, KeyMeanings.ofSettings())));
        SequencedMap<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "RoiLab study");
        schema.put("type", "object");
        schema.put("properties", properties);
        schema.put("additionalProperties", false);
        schema.put("if", map("not", map("required", List.of("extends"))));
        schema.put("then", whole());
        return JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(schema) + "\n";
    }

    /** What the binder knows of the header beyond the types of its keys. */
    private static void header(SequencedMap<String, Object> properties) {
        properties.computeIfPresent("study", (_, property) -> with(property, "pattern", "^" + StudyFile.NAME + "$"));
        properties.computeIfPresent("seeds", (_, property) -> with(with(property, "minItems", 1), "uniqueItems", true));
        MeasureSchema.addTo(properties);
        Map<String, Object> name = map("type", "string");
        List<Object> forms = List.of(name, map("type", "array", "items", name), NOTHING);
        properties.put(
                "compare_with",
                with(map("anyOf", forms), "description", StudyReference.HEADER_KEYS.getOrDefault("compare_with", "")));
    }

    /** A file that extends none has all settings of a trial; it is a study or, without the header's keys, a base. */
    private static SequencedMap<String, Object> whole() {
        SequencedMap<String, Object> schema = new LinkedHashMap<>(RecordSchema.requirements(TrialSettings.class));
        List<String> header = List.of("study", "question", "seeds");
        SequencedMap<String, Object> dependent = new LinkedHashMap<>();
        Stream.of(header, List.of("vary", "arms", "claims"))
                .flatMap(List::stream)
                .forEach(key -> dependent.put(key, header));
        schema.put("dependentRequired", dependent);
        return schema;
    }

    @SuppressWarnings("unchecked")
    private static SequencedMap<String, Object> with(Object schema, String key, Object value) {
        SequencedMap<String, Object> longer = new LinkedHashMap<>((Map<String, Object>) schema);
        longer.put(key, value);
        return longer;
    }

    static Map<String, String> gridKeys() {
        return GRID;
    }

    private static Map<String, Object> gridType(String key) {
        Set<String> paths = BackgroundReader.paths();
        Map<String, Object> values = map("type", "array", "minItems", 1);
        Map<String, Object> named = map("type", "object", "minProperties", 1);
        Map<String, Object> labels = paths(paths, map("type", List.of("string", "number", "boolean", "array")));
        Map<String, Object> varied = paths(settings(paths), map("anyOf", List.of(values, named)));
        Map<String, Object> changes = paths(settings(paths), map());
        // An arm that changes nothing is the base itself.
        Map<String, Object> arm = new LinkedHashMap<>(changes);
        arm.remove("minProperties");
        Map<String, Object> type = switch (key) {
            case "extends" -> map("type", "string");
            case "arms" -> map("type", "object", "additionalProperties", orNothing(arm));
            case "vary" -> varied;
            case "when" -> {
                Map<String, Object> entry = map("if", labels, "set", orNothing(changes), "vary", orNothing(varied));
                yield list(map(
                        "type",
                        "object",
                        "properties",
                        entry,
                        "required",
                        List.of("if"),
                        "minProperties",
                        2,
                        "additionalProperties",
                        false));
            }
            default -> list(labels);
        };
        return key.equals("extends") ? type : orNothing(type);
    }

    private static Set<String> settings(Set<String> paths) {
        Set<String> settings = new LinkedHashSet<>(paths);
        settings.remove(Arms.NAMED);
        return settings;
    }

    private static Map<String, Object> paths(Set<String> known, Map<String, Object> value) {
        SequencedMap<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("minProperties", 1);
        schema.put("propertyNames", map("enum", List.copyOf(known)));
        schema.put("additionalProperties", value);
        return schema;
    }

    private static Map<String, Object> list(Map<String, Object> items) {
        return map("type", "array", "items", items);
    }

    /** In the order given, so that the text is the same every time. */
    static SequencedMap<String, Object> map(Object... keysAndValues) {
        SequencedMap<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
        }
        return map;
    }

    private static Map<String, Object> orNothing(Map<String, Object> schema) {
        return map("anyOf", List.of(schema, NOTHING));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> properties(Map<String, Object> schema) {
        return (Map<String, Object>) schema.getOrDefault("properties", map());
    }
}

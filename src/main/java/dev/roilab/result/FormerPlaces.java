package dev.roilab.result;

import dev.roilab.study.place.MovedKeys;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Gives results that older versions stored the present paths of settings that have moved since. */
final class FormerPlaces {
    private static final String VARIED = "varied";

    private FormerPlaces() {}

    /** In what {@code result.json} holds. */
    static void inResult(ObjectNode result) {
        keys(result, VARIED);
    }

    /** In what {@code study.json} holds. */
    static void inStudy(ObjectNode study) {
        if (study.get(VARIED) instanceof ArrayNode varied) {
            for (int i = 0; i < varied.size(); i++) {
                varied.set(i, StringNode.valueOf(MovedKeys.path(varied.get(i).asString())));
            }
        }
        study.path("trials").forEach(trial -> keys(trial, VARIED));
        study.path("report")
                .path("tables")
                .forEach(table -> List.of("rows", "columns")
                        .forEach(key ->
                                text(table, key, MovedKeys.path(table.path(key).asString("")))));
        JsonNode background = study.path("background");
        keys(background, "settings");
        background.path("claims").forEach(claim -> {
            keys(claim, "where");
            text(claim, "that", MovedKeys.formula(claim.path("that").asString("")));
        });
    }

    private static void text(JsonNode owner, String key, String text) {
        if (owner instanceof ObjectNode object && object.path(key).isString()) {
            object.put(key, text);
        }
    }

    private static void keys(JsonNode owner, String key) {
        if (owner instanceof ObjectNode object && object.get(key) instanceof ObjectNode byPath) {
            ObjectNode moved = object.putObject(key);
            byPath.properties().forEach(entry -> moved.set(MovedKeys.path(entry.getKey()), entry.getValue()));
        }
    }
}

package dev.roilab.data.coco;

import java.util.LinkedHashSet;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A value of a JSON file. Of a key that is repeated in one object the last is kept, as most readers do, and told;
 * Jackson's own detection ends the reading at the first.
 *
 * @param repeated in their order, without the objects in which they are
 */
record JsonTree(JsonNode node, Set<String> repeated) {
    /** The value at whose first token a parser stands; then it stands at the last. */
    static JsonTree read(JsonParser parser) {
        Set<String> repeated = new LinkedHashSet<>();
        return new JsonTree(value(parser, repeated), repeated);
    }

    private static JsonNode value(JsonParser parser, Set<String> repeated) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser, repeated);
            case START_ARRAY -> array(parser, repeated);
            default -> parser.readValueAsTree();
        };
    }

    private static JsonNode object(JsonParser parser, Set<String> repeated) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = parser.currentName();
            parser.nextToken();
            JsonNode before = object.replace(key, value(parser, repeated));
            if (before != null) {
                repeated.add(key);
            }
        }
        return object;
    }

    private static JsonNode array(JsonParser parser, Set<String> repeated) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser, repeated));
        }
        return array;
    }
}

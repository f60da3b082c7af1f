package dev.roilab.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.yaml.RecordKeys;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class KeyMeaningsTest {
    private static final Map<String, String> MEANINGS = KeyMeanings.ofSettings();

    @Test
    void noKeyOfThePageIsWithoutAMeaning() {
        List<String> rows = StudyReference.markdown()
                .lines()
                .takeWhile(line -> !line.startsWith("## What is measured"))
                .filter(line -> line.startsWith("| `"))
                .toList();
        assertThat(rows).hasSizeGreaterThan(200).noneMatch(row -> row.endsWith("|  |"));
    }

    @Test
    void everyMeaningIsADescriptionOfTheSchema() {
        JsonNode schema = new JsonMapper().readTree(StudySchema.json());
        assertThat(RecordKeys.of(TrialSettings.class))
                .allSatisfy(key -> assertThat(descriptions(schema, key.path()))
                        .as(key.path())
                        .contains(Objects.requireNonNull(MEANINGS.get(key.path()))));
    }

    private static List<String> descriptions(JsonNode schema, String path) {
        Stream<JsonNode> places = Stream.of(schema);
        for (String key : path.split("\\.", -1)) {
            places = places.flatMap(KeyMeaningsTest::choices)
                    .map(block -> block.at("/properties/" + key))
                    .filter(property -> !property.isMissingNode());
        }
        return places.flatMap(KeyMeaningsTest::choices)
                .map(property -> property.path("description").asString(""))
                .toList();
    }

    /** A node and what it chooses from: an optional block stands beside nothing, one that differs beside its twin. */
    private static Stream<JsonNode> choices(JsonNode node) {
        return Stream.concat(Stream.of(node), node.path("anyOf").valueStream().flatMap(KeyMeaningsTest::choices));
    }

    @Test
    void aKeyOfTheSameRecordElsewhereHasTheSameMeaning() {
        assertThat(MEANINGS.get("model.proposals.anchors.ratios"))
                .isEqualTo("heights by widths")
                .isEqualTo(MEANINGS.get("model.rpn.anchors.ratios"));
        assertThat(MEANINGS.get("pretraining.data.noise")).isEqualTo(MEANINGS.get("data.noise"));
        assertThat(MEANINGS.get("pretraining.momentum")).isNotEqualTo(MEANINGS.get("train.momentum"));
    }

    @Test
    void aMeaningOfAKeyThatDoesNotExistIsRefused() {
        assertThatThrownBy(() -> KeyMeanings.ofSettings(Map.of(), Map.of("model.neck.colour", "red")))
                .hasMessage("key-meanings.yaml: there is no key model.neck.colour");
        assertThatThrownBy(() -> KeyMeanings.ofSettings(Map.of("data.noise", "loud"), Map.of("data.noise", "quiet")))
                .hasMessage("key-meanings.yaml: data.noise is commented on in a study under experiments/base");
    }

    @Test
    void theLinesOfTheResourceAreNotCopiesOfEachOtherUnderOneRecord() {
        Map<String, String> byOrigin = new LinkedHashMap<>();
        Map<String, String> lines = KeyMeanings.ofResource();
        assertThat(lines).hasSizeGreaterThan(50);
        for (RecordKeys.Key key : RecordKeys.of(TrialSettings.class)) {
            String text = lines.get(key.path());
            if (text != null) {
                key.origins()
                        .forEach(origin -> assertThat(text)
                                .as(key.path() + " says what " + origin + " has been given before")
                                .isNotEqualTo(byOrigin.putIfAbsent(origin, text)));
            }
        }
    }

    @Test
    void aCommentGoesOnInTheLinesBelowItInTheSameColumn() {
        assertThat(KeyMeanings.comments("""
                data:
                  noise: 8       # grey levels,
                                 # of 256
                  # Not of the noise.
                  seed: 1
                                 # nobody's
                """)).isEqualTo(Map.of("data.noise", "grey levels, of 256"));
    }
}

package dev.roilab.study.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class StudySchemaTest {
    private static final JsonNode SCHEMA = new JsonMapper().readTree(StudySchema.json());

    @Test
    void thePageAboutTheKeysIsUpToDate() throws IOException {
        assertThat(Path.of("docs/study-reference.md"))
                .as("write it again: ./roilab schema --reference > docs/study-reference.md")
                .hasContent(StudyReference.markdown());
    }

    @Test
    void everyBlockAndKeyIsThereAndNoOther() {
        JsonNode align = SCHEMA.at("/properties/model/properties/roi");
        assertThat(align.at("/properties").propertyNames())
                .containsExactly("type", "output_size", "levels", "sampling_ratio", "aggregation", "aligned");
        assertThat(align.at("/additionalProperties").booleanValue()).isFalse();
        assertThat(align.at("/properties/type/enum").toString()).contains("roi-pool", "roi-warp", "roi-align");
        assertThat(SCHEMA.at("/properties").propertyNames())
                .contains("study", "seeds", "extends", "vary", "arms", "when", "exclude", "data", "train", "engine");
    }

    @Test
    void aTypeTakesItsOwnKeysOnly() {
        JsonNode rule = SCHEMA.at("/properties/model/properties/roi/allOf/0");
        assertThat(rule.at("/if/properties/type/const").stringValue()).isEqualTo("roi-pool");
        assertThat(rule.at("/then/propertyNames/enum").toString()).isEqualTo("[\"type\",\"output_size\"]");
    }

    @Test
    void aKeyThatTypesBoundDifferentlyIsBoundByItsOwn() {
        JsonNode rule = SCHEMA.at("/properties/model/properties/backbone/allOf")
                .valueStream()
                .filter(each ->
                        each.at("/if/properties/type/const").stringValue().equals("vgg"))
                .findFirst()
                .orElseThrow();
        assertThat(rule.at("/then/properties/depth/enum").toString()).isEqualTo("[11,13,16,19]");
    }

    @Test
    void meaningsComeFromTheBaseStudy() {
        assertThat(SCHEMA.at("/properties/train/properties/decay/description").stringValue())
                .isEqualTo("weight decay; not of biases and normalisation");
    }

    @Test
    void everyShippedStudyUsesKnownKeysOnly() throws IOException {
        try (var files = Files.walk(Path.of("experiments"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".yaml") && !isPublishedTable(file)))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(Files.readAllLines(file).stream()
                                    .filter(line -> line.matches("[a-z_]+:.*"))
                                    .map(line -> line.split(":", 2)[0]))
                            .isSubsetOf(SCHEMA.at("/properties").propertyNames()));
        }
    }

    private static boolean isPublishedTable(Path file) {
        return file.startsWith(Path.of("experiments/references"));
    }
}

package dev.roilab.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;

class JsonFileTest {
    private static final Path FILE = Path.of("result.json");

    private static void read(String text) throws IOException {
        JsonFile.readJson(FILE, text.getBytes(StandardCharsets.UTF_8), new TypeReference<Map<String, Object>>() {});
    }

    /** Whatever the last character is: a comma, half a word, half a number. */
    @Test
    void aFileThatWasCutAnywhereSaysSoAndWhereItEnds() {
        String whole = JsonFile.json(
                new TreeMap<>(Map.of("a", List.of(1.5, -2e-9, "x\"y"), "b", Map.of("c", true), "d", false)));
        whole = whole.replace("1.5,", "1.5, null,").strip();
        for (int length = 1; length < whole.length(); length++) {
            String part = whole.substring(0, length);
            assertThatThrownBy(() -> read(part))
                    .as(part)
                    .hasMessage("result.json is truncated: it ends in line %d, before its last bracket"
                            .formatted(part.lines().count()));
        }
    }

    @Test
    void whatIsNoJsonIsNotCalledTruncated() {
        assertThat(List.of("{\"a\": nul}", "{\"a\" 1}", "{\"a\": tru,\n\"b\": 1}"))
                .allSatisfy(
                        text -> assertThatThrownBy(() -> read(text)).hasMessageContaining("is damaged: no JSON from"));
    }
}

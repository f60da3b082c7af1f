package dev.roilab.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.type.TypeReference;

class SealedJsonTest {
    private static final Map<String, Object> VALUE = new TreeMap<>(Map.of("b", List.of(2.5, 3), "a", "one"));

    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("file.json"), text);
    }

    @Test
    void theSealIsTheDigestOfTheShortestTextWithItsKeysInOrder() throws IOException {
        String seal = Digest.of("{\"a\":\"one\",\"b\":[2.5,3]}");
        assertThat(SealedJson.text(VALUE)).contains("\"sha256\" : \"" + seal + "\"");
        SealedJson.Content read = SealedJson.read(file("{\"b\":[2.5 , 3], \"sha256\":\"" + seal + "\",\"a\":\"one\"}"));
        assertThat(read.sealed()).isTrue();
        assertThat(read.tree().propertyNames()).containsExactly("b", "a");
    }

    @Test
    void aValueThatHasASealGetsItsOwn() throws IOException {
        Map<String, Object> sealed = new TreeMap<>(VALUE);
        sealed.put(SealedJson.SEAL, "of another value");
        assertThat(SealedJson.text(sealed)).isEqualTo(SealedJson.text(VALUE));
        SealedJson.write(folder.resolve("file.json"), sealed);
        Map<String, Object> read = SealedJson.read(folder.resolve("file.json"), new TypeReference<>() {});
        assertThat(read).containsOnlyKeys("a", "b").containsEntry("a", "one");
    }

    @Test
    void whatWasEditedIsRefusedAndWhatHasNoSealIsNot() throws IOException {
        Path edited = file(SealedJson.text(VALUE).replace("2.5", "2.6"));
        assertThatThrownBy(() -> SealedJson.read(edited))
                .isInstanceOf(IOException.class)
                .hasMessage(edited + " was changed after it was written: it does not fit its own checksum");
        assertThat(SealedJson.read(file("{\"a\":\"one\"}")).sealed()).isFalse();
    }

    @Test
    void aKeyThatStandsTwiceIsRefusedSealedOrNot() throws IOException {
        // The last of two would be read, whose content the seal fits.
        Path twice = file(SealedJson.text(VALUE).replaceFirst("\\{", "{\n\"a\": \"two\","));
        assertThatThrownBy(() -> SealedJson.read(twice))
                .isInstanceOf(IOException.class)
                .hasMessage(twice + " is damaged: key 'a' stands twice, again in line 3");
        Path inside = file("{\"metrics\": {\"ap50\": 0.9,\n\"ap50\": 0.3}}");
        assertThatThrownBy(() -> SealedJson.read(inside))
                .hasMessage(inside + " is damaged: key 'ap50' stands twice, again in line 2");
    }

    @Test
    void whatFollowsTheLastBracketIsDamage() throws IOException {
        Path more = file("{\"a\": 1}\n{\"a\": 2}");
        assertThatThrownBy(() -> SealedJson.read(more))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is damaged");
    }
}

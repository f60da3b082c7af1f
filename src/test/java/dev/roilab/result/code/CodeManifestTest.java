package dev.roilab.result.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeManifestTest {
    private static final CodeFingerprint NOW = CodeFingerprint.ofThisProgram();

    @TempDir
    private Path study;

    private Path file(CodeFingerprint code) {
        return study.resolve("code-" + code.hash().substring(0, 12) + ".txt");
    }

    /** A program before a class changed, one came and one went. */
    private static CodeFingerprint former() {
        SortedMap<String, String> parts = new TreeMap<>(NOW.parts());
        parts.put("dev.roilab.eval.VocAp", "0123456789abcdef");
        parts.put("dev.roilab.eval.Former", "0123456789abcdef");
        parts.remove("dev.roilab.eval.CocoAp");
        return new CodeFingerprint(parts);
    }

    private void note(CodeFingerprint code) throws IOException {
        var text = new StringBuilder();
        code.parts().forEach((name, digits) -> text.append(digits + " " + name + "\n"));
        Files.writeString(file(code), text);
    }

    @Test
    void thisProgramIsNotedOnceAndIsUnchanged() throws IOException {
        CodeManifest.write(study, NOW);
        assertThat(Files.readAllLines(file(NOW)))
                .hasSize(NOW.parts().size())
                .contains(NOW.parts().get("dev.roilab.eval.CocoAp") + " dev.roilab.eval.CocoAp");
        assertThat(CodeManifest.changed(study, NOW.hash(), NOW).orElseThrow()).isEmpty();
        Files.setLastModifiedTime(file(NOW), FileTime.fromMillis(0));
        CodeManifest.write(study, NOW);
        assertThat(Files.getLastModifiedTime(file(NOW))).isEqualTo(FileTime.fromMillis(0));
    }

    @Test
    void classesThatChangedCameOrWentAreNamed() throws IOException {
        note(former());
        assertThat(CodeManifest.changed(study, former().hash(), NOW).orElseThrow())
                .containsExactly("dev.roilab.eval.CocoAp", "dev.roilab.eval.Former", "dev.roilab.eval.VocAp");
    }

    @Test
    void aDamagedNoteIsNamedAndWrittenAnew() throws IOException {
        CodeManifest.write(study, NOW);
        String whole = Files.readString(file(NOW));
        assertThat(CodeManifest.damage(study, NOW.hash())).isEmpty();
        Files.writeString(file(NOW), whole.substring(0, whole.length() / 2));
        assertThat(CodeManifest.damage(study, NOW.hash()))
                .hasValue(file(NOW).getFileName() + " is damaged: its content is not the one that its name tells");
        CodeManifest.write(study, NOW);
        assertThat(file(NOW)).hasContent(whole);
    }

    @Test
    void aNoteThatIsMissingOrDamagedSaysNothing() throws IOException {
        assertThat(CodeManifest.changed(study, former().hash(), NOW)).isEmpty();
        note(former());
        Files.writeString(file(former()), Files.readString(file(former())).replace("Former", "Other"));
        assertThat(CodeManifest.changed(study, former().hash(), NOW)).isEmpty();
        assertThat(CodeManifest.changed(study, "short", NOW)).isEmpty();
    }
}

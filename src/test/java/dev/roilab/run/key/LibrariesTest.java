package dev.roilab.run.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated
class LibrariesTest {
    private static final String CLASS_PATH = "surefire.test.class.path";

    @TempDir
    private Path folder;

    private @Nullable String before;

    @BeforeEach
    void remember() {
        before = System.getProperty(CLASS_PATH);
    }

    @AfterEach
    void restore() {
        if (before == null) {
            System.clearProperty(CLASS_PATH);
        } else {
            System.setProperty(CLASS_PATH, before);
        }
    }

    private Map<String, String> versions(String... archives) throws IOException {
        List<String> entries = new ArrayList<>();
        for (String archive : archives) {
            entries.add(Files.writeString(folder.resolve(archive), archive).toString());
        }
        System.setProperty(CLASS_PATH, String.join(File.pathSeparator, entries));
        return Libraries.versions();
    }

    @Test
    void librariesThatComputeAreNamedWithTheirVersionsAndOthersAreNot() throws IOException {
        Map<String, String> versions =
                versions("dnnl-3.11-1.5.13.jar", "picocli-4.7.7.jar", "opencv-4.13.0-1.5.13-linux-x86_64.jar");
        assertThat(versions.keySet()).containsExactly("dnnl", "opencv");
        assertThat(versions.get("dnnl")).contains("3.11-1.5.13");
        assertThat(versions.get("opencv")).contains("4.13.0-1.5.13").doesNotContain("linux");
    }

    @Test
    void anArchiveOfOtherContentIsAnotherLibraryAndSoIsNone() throws IOException {
        Set<Map<String, String>> all = new HashSet<>();
        Path archive = folder.resolve("dnnl-3.11-1.5.13.jar");
        assertThat(all.add(Libraries.contents(archive.toString()))).isTrue();
        Files.writeString(archive, "no archive");
        assertThat(all.add(Libraries.contents(archive.toString()))).isTrue();
        for (String content : List.of("first", "other", "longer")) {
            try (var zip = new ZipOutputStream(Files.newOutputStream(archive))) {
                zip.putNextEntry(new ZipEntry("entry"));
                zip.write(content.getBytes(StandardCharsets.UTF_8));
            }
            assertThat(all.add(Libraries.contents(archive.toString()))).isTrue();
            assertThat(all).contains(Libraries.contents(archive.toString()));
        }
    }

    @Test
    void anotherVersionIsAnotherLibrary() throws IOException {
        assertThat(versions("javacpp-1.5.13.jar")).isNotEqualTo(versions("javacpp-1.5.14.jar"));
    }
}

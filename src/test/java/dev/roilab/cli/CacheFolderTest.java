package dev.roilab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheFolderTest {
    @TempDir
    private Path home = Path.of("");

    @Test
    void itIsTheUsersAndNeverTheWorkingFolders() {
        assertThat(CacheFolder.of(Map.of(), properties("Linux"))).isEqualTo(home.resolve(".cache/roilab"));
        assertThat(CacheFolder.of(Map.of("XDG_CACHE_HOME", "relative"), properties("Linux")))
                .isEqualTo(home.resolve(".cache/roilab"));
        assertThat(CacheFolder.of(Map.of("XDG_CACHE_HOME", home + "/xdg"), properties("Linux")))
                .isEqualTo(home.resolve("xdg/roilab"));
        assertThat(CacheFolder.of(Map.of(), properties("Mac OS X"))).isEqualTo(home.resolve("Library/Caches/roilab"));
        assertThat(CacheFolder.of(Map.of("LOCALAPPDATA", home + "/local"), properties("Windows 11")))
                .isEqualTo(home.resolve("local/roilab"));
    }

    @Test
    void theEnvironmentWins() {
        Map<String, String> named = Map.of("ROILAB_CACHE", "/elsewhere", "XDG_CACHE_HOME", home.toString());
        assertThat(CacheFolder.of(named, properties("Linux"))).isEqualTo(Path.of("/elsewhere"));
    }

    @Test
    void aHomeThatCannotBeWrittenGivesWayToATemporaryFolder() throws IOException {
        Files.writeString(home.resolve(".cache"), "no folder");
        assertThat(CacheFolder.of(Map.of(), properties("Linux"))).isEqualTo(home.resolve("tmp/roilab-some_one"));
    }

    @Test
    void aFolderThatCannotBeMadeIsAMistakeThatNamesTheVariable() throws IOException {
        Path file = Files.writeString(home.resolve("file"), "no folder");
        for (Path folder : List.of(file, file.resolve("cache"))) {
            assertThatThrownBy(() -> CacheFolder.made(folder))
                    .isInstanceOf(InputException.class)
                    .hasMessage("the cache %s cannot be made: %s is no folder; set ROILAB_CACHE to a folder that can be"
                                    .formatted(folder, file)
                            + " written");
        }
    }

    @Test
    void aFolderIsMadeAndOneThatIsThereServes() throws IOException {
        Path folder = home.resolve("deep/cache");
        assertThat(CacheFolder.made(folder)).isDirectory();
        assertThat(folder.toFile().setWritable(false)).isTrue();
        assertThat(CacheFolder.made(folder)).isEqualTo(folder);
        assertThat(CacheFolder.made(Files.createSymbolicLink(home.resolve("link"), folder)))
                .isDirectory();
    }

    private Properties properties(String system) {
        var properties = new Properties();
        properties.setProperty("os.name", system);
        properties.setProperty("user.home", home.toString());
        properties.setProperty("user.name", "some one");
        properties.setProperty("java.io.tmpdir", home + "/tmp");
        return properties;
    }
}

package dev.roilab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page that says what ships, against the class path that Maven resolved for the launcher. */
class DependenciesPageTest {
    private static final Path PAGE = Path.of("docs", "dependencies.md");
    private static final Pattern ROW = Pattern.compile("\\| ([\\w.-]+):([\\w.-]+) \\| (\\S+) \\| [^|]+ \\| [^|]+ \\|");
    private static final String ONLY_WITH_TORCH = "/org/bytedeco/pytorch/";

    @Test
    void thePageNamesWhatIsOnTheClassPathAndNothingElse() throws IOException, URISyntaxException {
        List<String> shipped = shipped();
        List<String> written = written(shipped.stream().anyMatch(archive -> archive.contains(ONLY_WITH_TORCH)));
        assertThat(shipped)
                .as("%s lacks a row", PAGE)
                .allSatisfy(archive -> assertThat(written).anyMatch(archive::contains));
        assertThat(written)
                .as("%s names what does not ship", PAGE)
                .doesNotHaveDuplicates()
                .allSatisfy(row -> assertThat(shipped).anyMatch(archive -> archive.contains(row)));
    }

    /** Paths of archives in a local repository: group with folders for dots, artifact, version, file. */
    private static List<String> shipped() throws IOException, URISyntaxException {
        Path classes = Path.of(ArchitectureTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path resolved = classes.resolveSibling("classpath.txt");
        assumeTrue(Files.exists(resolved), "skipped: Maven writes " + resolved);
        return Stream.of(Files.readString(resolved).strip().split(Pattern.quote(File.pathSeparator), -1))
                .map(entry -> entry.replace('\\', '/'))
                .toList();
    }

    /** The same of the rows of the page, as far as the version. */
    private static List<String> written(boolean withTorch) throws IOException {
        return Files.readAllLines(PAGE).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .map(row -> "/" + row.group(1).replace('.', '/') + "/" + row.group(2) + "/" + row.group(3) + "/")
                .filter(row -> withTorch || !row.startsWith(ONLY_WITH_TORCH))
                .toList();
    }
}

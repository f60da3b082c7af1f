package dev.roilab.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A hash of the compiled classes that can change a trial's numbers: all but the command line and the reports. */
final class CodeFingerprint {
    private static final List<String> WITHOUT_INFLUENCE = List.of("dev/roilab/cli/", "dev/roilab/report/");

    private CodeFingerprint() {}

    /** The hash of this program. */
    static String ofThisProgram() {
        try {
            URI place = CodeFingerprint.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI();
            Path root = Path.of(place);
            if (Files.isDirectory(root)) {
                return of(root);
            }
            try (FileSystem archive = FileSystems.newFileSystem(root, Map.of())) {
                return of(archive.getPath("/"));
            }
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the program's own place is not a path", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the program's own classes", e);
        }
    }

    /** The hash of the classes under a folder, whatever the order in which the file system lists them. */
    static String of(Path root) throws IOException {
        MessageDigest digest = Digest.create();
        try (Stream<Path> files = Files.walk(root)) {
            List<String> classes = files.filter(file -> file.toString().endsWith(".class"))
                    .map(file -> root.relativize(file).toString().replace('\\', '/'))
                    .filter(name -> WITHOUT_INFLUENCE.stream().noneMatch(name::startsWith))
                    .sorted()
                    .toList();
            for (String name : classes) {
                digest.update((name + '\n').getBytes(StandardCharsets.UTF_8));
                digest.update(Files.readAllBytes(root.resolve(name)));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}

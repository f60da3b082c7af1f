package dev.roilab.run.key;

import dev.roilab.file.Digest;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The libraries that compute: their versions, as the names of the archives on the class path tell them, and content.
 */
final class Libraries {
    private static final List<String> COMPUTING =
            List.of("nd4j-native", "nd4j-api", "dnnl", "openblas", "opencv", "pytorch", "javacpp", "liblinear");
    private static final Pattern ARCHIVE = Pattern.compile("(.+?)-([0-9].*?)(-(linux|macosx|windows)-.*)?\\.jar");

    /** Of a digest; what tells two builds of one version apart. */
    private static final int DIGITS = 12;

    private Libraries() {}

    /** Version by library name, in alphabetical order. */
    static Map<String, String> versions() {
        Map<String, String> versions = new TreeMap<>();
        archives(classPath()).forEach((file, archive) -> versions.put(archive.group(1), archive.group(2)));
        return versions;
    }

    /**
     * Version and digest of the content by library name, and Java's feature release: an archive under an old name is
     * known as another.
     */
    static Map<String, String> contents() {
        return contents(classPath());
    }

    static Map<String, String> contents(String classPath) {
        Map<String, String> versions = new TreeMap<>();
        Map<String, String> listings = new TreeMap<>();
        archives(classPath).forEach((file, archive) -> {
            versions.put(archive.group(1), archive.group(2));
            listings.merge(archive.group(1), file.getFileName() + "\n" + listing(file), String::concat);
        });
        versions.replaceAll((name, version) ->
                version + " " + Digest.of(listings.getOrDefault(name, "")).substring(0, DIGITS));
        // Its own mathematics may differ from one release to the next; updates of one release keep it.
        versions.put("java", Integer.toString(Runtime.version().feature()));
        return versions;
    }

    private static String classPath() {
        // Surefire hides the class path in a manifest and keeps the real one in a property of its own.
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""));
    }

    /** By file, in the order of names. */
    private static Map<Path, Matcher> archives(String classPath) {
        Map<String, Map.Entry<Path, Matcher>> byName = new TreeMap<>();
        for (String entry : classPath.split(Pattern.quote(File.pathSeparator), -1)) {
            Path file = Path.of(entry);
            Matcher archive = ARCHIVE.matcher(String.valueOf(file.getFileName()));
            if (archive.matches() && COMPUTING.contains(archive.group(1))) {
                byName.put(archive.group(), Map.entry(file, archive));
            }
        }
        Map<Path, Matcher> archives = new LinkedHashMap<>();
        byName.values().forEach(found -> archives.put(found.getKey(), found.getValue()));
        return archives;
    }

    /**
     * Names, sizes and CRC-32 of an archive's entries, from its directory: it is as telling as its bytes, which take a
     * second to read, and does not change with the time of packing. An entry that does not fit its CRC is not loaded.
     */
    private static String listing(Path archive) {
        if (!Files.isRegularFile(archive)) {
            return "absent\n";
        }
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            var text = new StringBuilder();
            zip.stream()
                    .map(Libraries::line)
                    .sorted()
                    .forEach(line -> text.append(line).append('\n'));
            return text.toString();
        } catch (IOException e) {
            return "unreadable " + e.getMessage() + "\n";
        }
    }

    private static String line(ZipEntry entry) {
        return entry.getName() + " " + entry.getSize() + " " + Long.toHexString(entry.getCrc());
    }
}

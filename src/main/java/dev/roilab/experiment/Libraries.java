package dev.roilab.experiment;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Versions of the libraries that compute, as the names of the archives on the class path tell them. */
final class Libraries {
    private static final List<String> COMPUTING =
            List.of("nd4j-native", "dnnl", "openblas", "opencv", "pytorch", "javacpp");
    private static final Pattern ARCHIVE = Pattern.compile("(.+?)-([0-9].*?)(-(linux|macosx|windows)-.*)?\\.jar");

    private Libraries() {}

    /** Version by library name, in alphabetical order. */
    static Map<String, String> versions() {
        Map<String, String> versions = new TreeMap<>();
        // Surefire hides the class path in a manifest and keeps the real one in a property of its own.
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""));
        for (String entry : classPath.split(Pattern.quote(File.pathSeparator), -1)) {
            Matcher archive = ARCHIVE.matcher(String.valueOf(Path.of(entry).getFileName()));
            if (archive.matches() && COMPUTING.contains(archive.group(1))) {
                versions.put(archive.group(1), archive.group(2));
            }
        }
        return versions;
    }
}

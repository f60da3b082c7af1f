package dev.roilab.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * Where proposals and what trials share are kept between runs, and features while a training needs them: the user's own
 * folder for what can be computed again, so that no study leaves one where it is run and all share what was searched.
 */
final class CacheFolder {
    /** Environment variable that names another folder. */
    static final String VARIABLE = "ROILAB_CACHE";

    static final String DEFAULT = "$" + VARIABLE + ", or roilab in the user's cache folder";

    private CacheFolder() {}

    /** Of this user on this machine. */
    static Path own() {
        return of(System.getenv(), System.getProperties());
    }

    static Path proposals() {
        return own().resolve("proposals");
    }

    /** Where trials keep what they share. */
    static Path artefacts() {
        return own().resolve("artefacts");
    }

    /** The folder that is named; a temporary one where the user's cannot be made. */
    static Path of(Map<String, String> environment, Properties properties) {
        String named = environment.getOrDefault(VARIABLE, "");
        if (!named.isBlank()) {
            return Path.of(named);
        }
        Path own = users(environment, properties).resolve("roilab");
        try {
            Files.createDirectories(own);
            return own;
        } catch (IOException _) {
            String user = properties.getProperty("user.name", "").replaceAll("[^A-Za-z0-9._-]", "_");
            return Path.of(properties.getProperty("java.io.tmpdir", "."), "roilab-" + user);
        }
    }

    /**
     * A folder of the cache, made where it is missing. One that is there and cannot be written passes: what it holds
     * serves.
     *
     * @throws InputException if it is none and cannot be made one
     */
    static Path made(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new InputException("the cache %s cannot be made: %s; set %s to a folder that can be written"
                    .formatted(folder, reason(folder.toAbsolutePath(), e), VARIABLE));
        }
    }

    private static String reason(Path folder, IOException e) {
        Path there = folder;
        while (Files.notExists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        if (!Files.isDirectory(there)) {
            return there + " is no folder";
        }
        return Files.isWritable(there)
                ? "nothing can be made in %s (%s)".formatted(there, e.getClass().getSimpleName())
                : there + " cannot be written";
    }

    private static Path users(Map<String, String> environment, Properties properties) {
        String system = properties.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        Path home = Path.of(properties.getProperty("user.home", ""));
        if (system.startsWith("windows")) {
            String local = environment.getOrDefault("LOCALAPPDATA", "");
            return local.isBlank() ? home.resolve("AppData/Local") : Path.of(local);
        }
        if (system.startsWith("mac")) {
            return home.resolve("Library/Caches");
        }
        // An XDG folder that is not absolute is to be ignored, says its specification.
        Path named = Path.of(environment.getOrDefault("XDG_CACHE_HOME", ""));
        return named.isAbsolute() ? named : home.resolve(".cache");
    }
}

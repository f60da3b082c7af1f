package dev.roilab.data.voc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The names of the files in a data set's folders, found without regard to upper and lower case and to the two ways in
 * which Unicode writes letters with accents: both get lost between file systems.
 */
final class FolderIndex {
    private static final Pattern ROUNDABOUT = Pattern.compile("(^|/)\\.{0,2}/");

    /** Folders in folders that are looked into for files at a wrong place. */
    private static final int DEPTH = 4;

    private final Path root;
    private final Map<String, Map<String, List<String>>> folders = new HashMap<>();

    FolderIndex(Path root) {
        this.root = root;
    }

    /** The file of a folder that has this name, exactly if there is one; with the folders that stand in the name. */
    Optional<String> find(String folder, String name) {
        List<String> found = all(folder, name);
        return found.contains(name) ? Optional.of(name) : found.stream().findFirst();
    }

    /** Every file of a folder whose name is this but for one of the extensions, in their order. */
    List<String> findAll(String folder, String stem, List<String> extensions) {
        List<String> found = new ArrayList<>();
        for (String extension : extensions) {
            all(folder, stem + extension).stream()
                    .filter(name -> !found.contains(name))
                    .forEach(found::add);
        }
        return found;
    }

    private List<String> all(String folder, String name) {
        int slash = name.lastIndexOf('/');
        String inside = name.substring(0, slash + 1);
        // One folder has many such names, so that a file would seem to be several.
        if (inside.startsWith("/") || ROUNDABOUT.matcher(inside).find()) {
            return List.of();
        }
        return folders
                .computeIfAbsent(folder + "/" + inside, this::names)
                .getOrDefault(key(name.substring(slash + 1)), List.of())
                .stream()
                .map(file -> inside + file)
                .toList();
    }

    private Map<String, List<String>> names(String folder) {
        Map<String, List<String>> names = new HashMap<>();
        try (Stream<Path> files = Files.list(root.resolve(folder))) {
            files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .forEach(name -> names.computeIfAbsent(key(name), _ -> new ArrayList<>())
                            .add(name));
        } catch (IOException | UncheckedIOException _) {
            // What is looked for in there is reported as missing.
            return Map.of();
        }
        return names;
    }

    /** Every file of a folder, itself and the folders in it, by its path from there; sorted. */
    List<String> everything(String folder) {
        Path start = root.resolve(folder);
        try (Stream<Path> files = Files.walk(start, DEPTH)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> start.relativize(file).toString().replace('\\', '/'))
                    .filter(name -> !name.startsWith(".") && !name.contains("/."))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException _) {
            return List.of();
        }
    }

    /** Names of the folders in one, or of the data set itself. */
    List<String> foldersIn(String folder) {
        try (Stream<Path> files = Files.list(root.resolve(folder))) {
            return files.filter(Files::isDirectory)
                    .map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException _) {
            return List.of();
        }
    }

    /** How names differ that are found as the same, in words; empty where they are equal. */
    static String difference(String one, String other) {
        if (one.equals(other)) {
            return "";
        }
        return differInCase(one, other)
                ? "other programs keep upper and lower case apart"
                : "they look alike but differ in Unicode normalisation (%s, %s), which other programs keep apart"
                        .formatted(form(one), form(other));
    }

    private static String form(String name) {
        return Normalizer.isNormalized(name, Normalizer.Form.NFC) ? "NFC" : "NFD";
    }

    /**
     * Whether two names that are found as the same differ in upper and lower case, which most file systems keep apart.
     */
    static boolean differInCase(String one, String other) {
        return !composed(one).equals(composed(other));
    }

    private static String key(String name) {
        return composed(name).toLowerCase(Locale.ROOT);
    }

    private static String composed(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC);
    }
}

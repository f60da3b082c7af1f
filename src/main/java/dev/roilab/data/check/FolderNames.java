package dev.roilab.data.check;

import dev.roilab.data.image.ImageFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The names in a folder, in an order that is the same on every file system, and what names tell. */
public final class FolderNames {
    /** Composed letters (NFC) by their UTF-16 values: capitals before small letters, {@code 10} before {@code 2}. */
    public static final Comparator<String> ORDER =
            Comparator.comparing(FolderNames::composed).thenComparing(Comparator.naturalOrder());

    /** What desktops and archives leave in folders that people look at. */
    private static final Set<String> LEFT_BY_PROGRAMS = Set.of("thumbs.db", "desktop.ini", "__macosx", "@eadir");

    private static final int DEPTH = 4;

    private FolderNames() {}

    /** Names of everything in a folder. */
    public static List<String> in(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted(ORDER)
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Which folders are in one, for messages about one that is not; empty if there are none. */
    public static String there(Path folder) {
        List<String> folders;
        try {
            folders = in(folder).stream()
                    .filter(name -> !isHidden(name) && Files.isDirectory(folder.resolve(name)))
                    .toList();
        } catch (IOException _) {
            return "";
        }
        return folders.isEmpty() ? "" : ", which has " + Findings.several(folders);
    }

    /** Hidden, or left there by a program that nobody asked. */
    public static boolean isHidden(String name) {
        return name.startsWith(".") || LEFT_BY_PROGRAMS.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Whether a name ends as those of pictures do. */
    public static boolean isPicture(String name) {
        return extension(name).isPresent();
    }

    /** How a picture's name ends, as it is written. */
    public static Optional<String> extension(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return ImageFormat.extensions().stream()
                .filter(lower::endsWith)
                .findFirst()
                .map(extension -> name.substring(name.length() - extension.length()));
    }

    /** A picture's name without what it ends in. */
    public static String stem(String name) {
        return extension(name)
                .map(extension -> name.substring(0, name.length() - extension.length()))
                .orElse(name);
    }

    /** Equal for names that some file system takes for one. */
    public static String alike(String name) {
        return composed(name).toLowerCase(Locale.ROOT);
    }

    /** The first picture in a folder and the folders in it, by its path from there. */
    public static Optional<String> firstPicture(Path folder) {
        try (Stream<Path> files = Files.walk(folder, DEPTH)) {
            return files.map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .filter(name -> !name.startsWith(".") && !name.contains("/.") && isPicture(name))
                    .min(ORDER);
        } catch (IOException | UncheckedIOException _) {
            return Optional.empty();
        }
    }

    private static String composed(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC);
    }
}

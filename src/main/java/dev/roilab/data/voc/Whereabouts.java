package dev.roilab.data.voc;

import dev.roilab.data.check.Findings;
import dev.roilab.data.image.ImageFormat;
import dev.roilab.data.image.ImageHeader;
import dev.roilab.file.ForeignFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Where a file may be that is not where it should be: of another kind, in a folder inside, in a folder of another name.
 * And which files nobody asked for.
 */
final class Whereabouts {
    static final String LISTS = "ImageSets/Main";

    private static final int LOOKED_AT = 4096;

    private final Path root;
    private final FolderIndex index;
    /** Paths in a folder, by what their last part is called before its first dot, in small letters. */
    private final Map<String, Map<String, List<String>>> known = new HashMap<>();

    Whereabouts(Path root, FolderIndex index) {
        this.root = root;
        this.index = index;
    }

    /** What a data set's folder lacks of the three that it must have; empty if it has all. */
    Optional<String> missingFolders() {
        List<String> missing = folders().filter(folder -> !isFolder(folder)).toList();
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        List<String> there = index.foldersIn("");
        Optional<String> inside = there.stream()
                .filter(folder -> folders().allMatch(part -> isFolder(folder + "/" + part)))
                .findFirst();
        String has = there.isEmpty() ? "no folders" : String.join(", ", there);
        return Optional.of("data.root: %s has no folder %s; %s"
                .formatted(
                        root,
                        String.join(" and no folder ", missing),
                        inside.map(folder -> "%s in it has: set data.root to it".formatted(folder))
                                .orElse("it has " + has + "; rename or move what is called otherwise")));
    }

    private static Stream<String> folders() {
        return Stream.of(SplitList.ANNOTATIONS, PictureFinder.IMAGES, LISTS);
    }

    private boolean isFolder(String name) {
        return Files.isDirectory(root.resolve(name));
    }

    /** Which lists there are; for one that is not. */
    String ofList() {
        List<String> lists = index.everything(LISTS).stream()
                .filter(name -> name.endsWith(".txt"))
                .map(name -> name.substring(0, name.length() - ".txt".length()))
                .toList();
        return lists.isEmpty() ? "" : "; there are " + Findings.several(lists);
    }

    /** An annotation of this id in a folder inside; for one that is not where it should be. */
    String ofAnnotation(String id) {
        return called(SplitList.ANNOTATIONS, id)
                .filter(name -> name.toLowerCase(Locale.ROOT).endsWith("/" + id.toLowerCase(Locale.ROOT) + ".xml"))
                .findFirst()
                .map(name -> "; there is %s/%s: list it as '%s', or move it"
                        .formatted(SplitList.ANNOTATIONS, name, name.substring(0, name.length() - ".xml".length())))
                .orElse("");
    }

    /** A file of this id that is no picture of a kind that is read, or is elsewhere; for a picture that is missing. */
    String ofPicture(String id) {
        return called(PictureFinder.IMAGES, id)
                .findFirst()
                .map(name -> "; there is %s/%s: %s".formatted(PictureFinder.IMAGES, name, kind(name)))
                .orElse("");
    }

    private String kind(String name) {
        byte[] start;
        try (InputStream file =
                Files.newInputStream(root.resolve(PictureFinder.IMAGES).resolve(name))) {
            start = file.readNBytes(LOOKED_AT);
        } catch (IOException _) {
            return "it cannot be read";
        }
        Optional<ImageFormat> format = ImageHeader.of(start).map(ImageHeader::format);
        if (format.isEmpty()) {
            return ForeignFile.problem(start, ImageFormat.ALL);
        }
        return format.get().isNamed(name)
                ? "rename or move it, so that it is called as the list says"
                : "it begins as a %s file; rename it to end in %s, or convert it"
                        .formatted(format.get().text(), format.get().usualExtension());
    }

    private Stream<String> called(String folder, String id) {
        return known.computeIfAbsent(folder, this::byStem).getOrDefault(stem(id), List.of()).stream();
    }

    private Map<String, List<String>> byStem(String folder) {
        Map<String, List<String>> byStem = new HashMap<>();
        index.everything(folder)
                .forEach(name -> byStem.computeIfAbsent(stem(name), _ -> new ArrayList<>())
                        .add(name));
        return byStem;
    }

    private static String stem(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        int dot = name.indexOf('.', 1);
        return (dot < 0 ? name : name.substring(0, dot)).toLowerCase(Locale.ROOT);
    }

    /**
     * How many annotations and pictures were not read, with the first of each; empty if all were.
     *
     * @param isRead whether a file was, by its path in the data set
     */
    Optional<String> notRead(Predicate<String> isRead) {
        List<String> parts = new ArrayList<>();
        count(SplitList.ANNOTATIONS, "annotation", ".xml"::equals, isRead).ifPresent(parts::add);
        count(PictureFinder.IMAGES, "picture", ImageFormat.extensions()::contains, isRead)
                .ifPresent(parts::add);
        return parts.isEmpty() ? Optional.empty() : Optional.of("not used by any split: " + String.join(", ", parts));
    }

    private Optional<String> count(String folder, String noun, Predicate<String> extension, Predicate<String> isRead) {
        List<String> left = index.everything(folder).stream()
                .filter(name -> extension.test(
                        name.substring(Math.max(0, name.lastIndexOf('.'))).toLowerCase(Locale.ROOT)))
                .filter(name -> !isRead.test(folder + "/" + name))
                .toList();
        return left.isEmpty()
                ? Optional.empty()
                : Optional.of("%d %s%s (%s/%s%s)"
                        .formatted(
                                left.size(),
                                noun,
                                left.size() == 1 ? "" : "s",
                                folder,
                                left.getFirst(),
                                left.size() == 1 ? "" : ", ..."));
    }
}

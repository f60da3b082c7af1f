package dev.roilab.data.check;

import dev.roilab.data.image.ImageFormat;
import dev.roilab.data.image.ImageHeader;
import dev.roilab.file.ForeignFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Files in a data set's folders that nothing reads: counted, with the first of each kind. */
public final class PassedOver {
    private static final int LOOKED_AT = 4096;

    private final Path root;
    private final List<String> hidden = new ArrayList<>();
    private final List<String> others = new ArrayList<>();
    private final List<String> unused = new ArrayList<>();
    private final List<String> maps = new ArrayList<>();

    public PassedOver(Path root) {
        this.root = root;
    }

    /** A file or folder that is hidden or was left by a program; by its name from the root. */
    public void addHidden(String name) {
        hidden.add(name);
    }

    /** A file that is no picture by its name. */
    public void addOther(String name) {
        others.add(name);
    }

    /** A picture that belongs to no split. */
    public void addUnused(String name) {
        unused.add(name);
    }

    /** A map that belongs to no picture of a split. */
    public void addMap(String name) {
        maps.add(name);
    }

    /** A line for each kind that there is. */
    public List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        if (!unused.isEmpty()) {
            remarks.add("not used by any split: " + counted(unused, "picture"));
        }
        if (!maps.isEmpty()) {
            remarks.add("of no picture of a split: " + counted(maps, "map"));
        }
        if (!others.isEmpty()) {
            remarks.add("not read: %s, no pictures by their names; the first: %s"
                    .formatted(counted(others, "file"), kind(others.getFirst())));
        }
        if (!hidden.isEmpty()) {
            remarks.add("not read: " + counted(hidden, "hidden file or folder"));
        }
        return remarks;
    }

    private static String counted(List<String> names, String noun) {
        String first = names.getFirst();
        return names.size() == 1
                ? "1 %s (%s)".formatted(noun, first)
                : "%d %s (%s, ...)".formatted(names.size(), plural(noun), first);
    }

    private static String plural(String noun) {
        return noun.equals("hidden file or folder") ? "hidden files or folders" : noun + "s";
    }

    private String kind(String name) {
        try (InputStream file = Files.newInputStream(root.resolve(name))) {
            byte[] start = file.readNBytes(LOOKED_AT);
            return ImageHeader.of(start)
                    .map(header -> "it begins as a %s file: to have it read, rename it to end in %s"
                            .formatted(header.format().text(), header.format().usualExtension()))
                    .or(() -> ForeignFile.kind(start))
                    .orElse("it is no " + ImageFormat.ALL);
        } catch (IOException _) {
            return "it cannot be read";
        }
    }
}

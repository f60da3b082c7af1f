package dev.roilab.data.labels;

import dev.roilab.data.check.Findings;
import dev.roilab.data.check.FolderNames;
import dev.roilab.data.check.PassedOver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the pictures of a folder, or of all folders that a name with a {@code *} stands for. */
final class PictureListing {
    private static final String STAR = "*";

    private final Path root;
    private final String suffix;
    private final Findings findings;
    private final PassedOver passedOver;

    /** @param suffix of maps, which are no pictures where they lie in the same folder */
    PictureListing(Path root, String suffix, Findings findings, PassedOver passedOver) {
        this.root = root;
        this.suffix = suffix;
        this.findings = findings;
        this.passedOver = passedOver;
    }

    /**
     * The pictures by group and name, in {@link FolderNames#ORDER}; none, with an error, where there is no folder.
     *
     * @param images folder from the root
     * @param maps the folder of their maps
     * @param keys the settings that name the two, the first one's key
     */
    List<FoundPicture> of(String images, String maps, String keys) {
        List<FoundPicture> found = new ArrayList<>();
        List<String> groups = images.contains(STAR) ? groups(images) : List.of("");
        if (groups.isEmpty()) {
            int end = images.lastIndexOf('/', images.indexOf(STAR)) + 1;
            findings.error(
                    "folders",
                    "data.%simages: no folder of %s is like %s%s; correct one of them, or set data.root"
                            .formatted(keys, root, images, FolderNames.there(root.resolve(images.substring(0, end)))));
        }
        for (String group : groups) {
            String folder = images.replace(STAR, group);
            String own = maps.replace(STAR, group);
            if (isFolder(folder, "data." + keys + "images") && isFolder(own, "data." + keys + "maps")) {
                pictures(folder, own, group, found);
            }
        }
        return found;
    }

    /** What the star stands for in the names of folders that have the rest of the path in them. */
    private List<String> groups(String images) {
        int star = images.indexOf(STAR);
        int start = images.lastIndexOf('/', star) + 1;
        int end = images.indexOf('/', star) < 0 ? images.length() : images.indexOf('/', star);
        String before = images.substring(start, star);
        String after = images.substring(star + 1, end);
        return names(images.substring(0, start)).stream()
                .filter(name -> name.startsWith(before)
                        && name.endsWith(after)
                        && name.length() > before.length() + after.length()
                        && !FolderNames.isHidden(name))
                .map(name -> name.substring(before.length(), name.length() - after.length()))
                .filter(group -> Files.isDirectory(root.resolve(images.replace(STAR, group))))
                .toList();
    }

    private boolean isFolder(String folder, String key) {
        Path place = root.resolve(folder).normalize();
        if (!place.startsWith(root)) {
            findings.error("folders", "%s: %s leads out of %s; name a folder in it".formatted(key, folder, root));
            return false;
        }
        if (!Files.isDirectory(place)) {
            findings.error(
                    "folders",
                    "%s: no folder %s in %s%s; correct one of them, or set data.root"
                            .formatted(key, folder, root, FolderNames.there(root)));
            return false;
        }
        return true;
    }

    private void pictures(String folder, String maps, String group, List<FoundPicture> found) {
        Map<String, String> stems = new HashMap<>();
        boolean together =
                root.resolve(folder).normalize().equals(root.resolve(maps).normalize());
        for (String name : names(folder)) {
            String path = folder + "/" + name;
            String stem = FolderNames.stem(name);
            if (FolderNames.isHidden(name)) {
                passedOver.addHidden(path);
            } else if (Files.isDirectory(root.resolve(path))) {
                FolderNames.firstPicture(root.resolve(path))
                        .ifPresent(picture -> findings.listed(
                                "folders inside",
                                "%s: has pictures (%s), which are not read; name them as data.images: %s/*"
                                        .formatted(path, picture, folder)));
            } else if (!FolderNames.isPicture(name)) {
                passedOver.addOther(path);
            } else if (!together || suffix.isEmpty() || !stem.endsWith(suffix)) {
                String before = stems.putIfAbsent(FolderNames.alike(stem), name);
                if (before != null) {
                    findings.error(
                            "pictures of one name",
                            "%s: has the name of %s but for capitals or what it ends in, so that both would have one map; remove or rename one"
                                    .formatted(path, before));
                }
                found.add(new FoundPicture(path, stem, maps, group));
            }
        }
    }

    private List<String> names(String folder) {
        try {
            return FolderNames.in(root.resolve(folder));
        } catch (IOException e) {
            findings.error(
                    "unreadable folders", "%s: cannot be read (%s); let it be read".formatted(folder, e.getMessage()));
            return List.of();
        }
    }
}

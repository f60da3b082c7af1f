package dev.roilab.data.folders;

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
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/** What lies in the folder of a split: the folders of the classes and their pictures. */
final class ClassListing {
    private final Path root;
    private final Findings findings;
    private final PassedOver passedOver;

    ClassListing(Path root, Findings findings, PassedOver passedOver) {
        this.root = root;
        this.findings = findings;
        this.passedOver = passedOver;
    }

    /**
     * The pictures of each class, by their names from the root, in {@link FolderNames#ORDER}; empty, with an error,
     * where there are no folders of classes.
     *
     * @param folder from the root, empty for itself
     * @param key the setting that names it
     */
    SequencedMap<String, List<String>> of(String folder, String key) {
        SequencedMap<String, List<String>> classes = new TreeMap<>(FolderNames.ORDER);
        Path place = root.resolve(folder).normalize();
        if (!place.startsWith(root)) {
            findings.error("folders", "%s: %s leads out of %s; name a folder in it".formatted(key, folder, root));
            return classes;
        }
        if (!Files.isDirectory(place)) {
            findings.error(
                    "folders",
                    "%s: no folder %s in %s%s; correct one of them, or set data.root"
                            .formatted(key, folder, root, FolderNames.there(root)));
            return classes;
        }
        int before = findings.errors().size();
        for (String name : names(folder)) {
            String path = folder.isEmpty() ? name : folder + "/" + name;
            if (FolderNames.isHidden(name)) {
                passedOver.addHidden(path);
            } else if (Files.isDirectory(root.resolve(path))) {
                classes.put(name, pictures(path, key));
            } else if (FolderNames.isPicture(name)) {
                findings.listed(
                        "pictures without a class",
                        "%s: lies beside the folders of the classes and has no class; it is left out, move it into one"
                                .formatted(path));
            } else {
                passedOver.addOther(path);
            }
        }
        if (classes.isEmpty() && findings.errors().size() == before) {
            findings.error(
                    "folders",
                    "%s: %s has no folders; expected one for each class with its pictures in it"
                            .formatted(key, root.resolve(folder)));
        }
        return classes;
    }

    private List<String> pictures(String folder, String key) {
        List<String> pictures = new ArrayList<>();
        Map<String, String> seen = new HashMap<>();
        List<String> inside = new ArrayList<>();
        for (String name : names(folder)) {
            String path = folder + "/" + name;
            if (FolderNames.isHidden(name)) {
                passedOver.addHidden(path);
            } else if (Files.isDirectory(root.resolve(path))) {
                inside.add(path);
            } else if (FolderNames.isPicture(name)) {
                String before = seen.putIfAbsent(FolderNames.alike(name), name);
                if (before != null) {
                    findings.listed(
                            "names that are alike",
                            "%s: differs from %s in capitals or in how Unicode writes its letters alone; other file systems keep one of them: rename one"
                                    .formatted(path, before));
                }
                pictures.add(path);
            } else {
                passedOver.addOther(path);
            }
        }
        inside.forEach(path -> nested(path, pictures.isEmpty(), key));
        return pictures;
    }

    private void nested(String path, boolean alone, String key) {
        Optional<String> picture = FolderNames.firstPicture(root.resolve(path));
        if (picture.isEmpty()) {
            passedOver.addOther(path);
            return;
        }
        String folder = path.substring(0, path.lastIndexOf('/'));
        findings.error(
                "folders in folders of classes",
                "%s: has pictures (%s) inside the folder of a class; move them up%s"
                        .formatted(
                                path,
                                picture.get(),
                                alone && key.equals("data.train_folder")
                                        ? ", or set data.train_folder to %s if that is no class".formatted(folder)
                                        : ", or make it a class of its own"));
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

package dev.roilab.data.folders;

import dev.roilab.data.check.Findings;
import dev.roilab.data.check.FolderNames;
import dev.roilab.yaml.Suggestions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;

/** Which classes there are, by settings and folders, and where the two do not agree. */
final class ClassNames {
    private final Findings findings;

    ClassNames(Findings findings) {
        this.findings = findings;
    }

    /**
     * The classes in label order.
     *
     * @param named by the settings
     * @param train the training pictures of each folder
     * @param test the same of the test, where it has a folder of its own
     */
    List<String> of(
            Optional<List<String>> named,
            SequencedMap<String, List<String>> train,
            Optional<SequencedMap<String, List<String>>> test) {
        var folders = new TreeSet<>(FolderNames.ORDER);
        folders.addAll(train.keySet());
        test.ifPresent(other -> folders.addAll(other.keySet()));
        List<String> classes = named.orElseGet(() -> List.copyOf(folders));
        for (String folder : folders) {
            if (!classes.contains(folder)) {
                findings.error(
                        "unknown classes",
                        "data.classes: " + Suggestions.unknown("class", folder, ", which has a folder", classes));
            }
        }
        findAlike(classes);
        if (classes.size() == 1) {
            findings.error(
                    "folders",
                    "data.train_folder: there is one class, %s; with nothing to tell it from, nothing is learned: add the folder of another"
                            .formatted(classes.getFirst()));
        }
        return classes;
    }

    private void findAlike(List<String> classes) {
        Map<String, String> seen = new HashMap<>();
        for (String name : classes) {
            String before = seen.putIfAbsent(FolderNames.alike(name), name);
            if (before != null) {
                findings.error(
                        "classes that are alike",
                        "classes '%s' and '%s' differ in capitals or in how Unicode writes their letters alone; rename one, or put their pictures together"
                                .formatted(before, name));
            }
        }
    }

    /** Classes without pictures of a split. */
    void findEmpty(List<String> classes, Map<String, List<String>> train, Map<String, List<String>> test, String key) {
        for (String name : classes) {
            int trained = train.getOrDefault(name, List.of()).size();
            int tested = test.getOrDefault(name, List.of()).size();
            if (trained == 0) {
                findings.error(
                        "classes without training pictures",
                        "class '%s': %s and no training pictures; add some, or remove its folder and its name"
                                .formatted(
                                        name,
                                        switch (tested) {
                                            case 0 -> "no test pictures";
                                            case 1 -> "1 test picture";
                                            default -> tested + " test pictures";
                                        }));
            } else if (tested == 0) {
                findings.listed(
                        "classes without test pictures",
                        "%s: no test picture is of class '%s'; nothing is measured of it".formatted(key, name));
            }
        }
    }
}

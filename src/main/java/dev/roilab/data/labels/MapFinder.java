package dev.roilab.data.labels;

import dev.roilab.data.check.Findings;
import dev.roilab.data.check.FolderNames;
import dev.roilab.data.check.PassedOver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the maps of pictures: by name, and where there is none, what may be meant to be it. */
final class MapFinder {
    private static final String PNG = ".png";

    private final Path root;
    private final String suffix;
    private final Findings findings;
    private final Map<String, List<String>> folders = new LinkedHashMap<>();
    private final Set<String> used = new HashSet<>();

    /** @param suffix between a picture's stem and the extension of its map */
    MapFinder(Path root, String suffix, Findings findings) {
        this.root = root;
        this.suffix = suffix;
        this.findings = findings;
    }

    /** The name of a picture's map from the root; absent, with an error, where it has none. */
    Optional<String> map(FoundPicture picture) {
        List<String> there = names(picture.maps());
        String name = picture.stem() + suffix + PNG;
        Optional<String> found = there.contains(name)
                ? Optional.of(name)
                : there.stream()
                        .filter(other -> FolderNames.stem(other).equals(picture.stem() + suffix))
                        .filter(FolderNames::isPicture)
                        .findFirst();
        if (found.isEmpty()) {
            findings.error(
                    "pictures without a map",
                    "%s: there is no map %s/%s%s; add it, or leave the picture out"
                            .formatted(picture.name(), picture.maps(), name, instead(picture, there)));
            return Optional.empty();
        }
        String path = picture.maps() + "/" + found.get();
        used.add(path);
        return Optional.of(path);
    }

    private String instead(FoundPicture picture, List<String> there) {
        Optional<String> longer = there.stream()
                .filter(FolderNames::isPicture)
                .filter(name -> name.startsWith(picture.stem()))
                .findFirst();
        if (longer.isPresent()) {
            String own = FolderNames.stem(longer.get()).substring(picture.stem().length());
            return own.equals(suffix)
                    ? ""
                    : ", but there is %s: set data.map_suffix to '%s' if that is meant".formatted(longer.get(), own);
        }
        String lower = (picture.stem() + suffix + PNG).toLowerCase(Locale.ROOT);
        return there.stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).equals(lower))
                .findFirst()
                .map(name -> ", but there is %s: rename one of the two".formatted(name))
                .orElse("");
    }

    /** Tells the maps in the folders that were looked into which are of no picture that was asked for. */
    void findUnused(PassedOver passedOver) {
        folders.forEach((folder, names) -> names.forEach(name -> {
            String path = folder + "/" + name;
            if (FolderNames.isHidden(name)) {
                passedOver.addHidden(path);
            } else if (!used.contains(path)
                    && FolderNames.isPicture(name)
                    && FolderNames.stem(name).endsWith(suffix)) {
                passedOver.addMap(path);
            }
        }));
    }

    private List<String> names(String folder) {
        return folders.computeIfAbsent(folder, path -> {
            try {
                return FolderNames.in(root.resolve(path));
            } catch (IOException e) {
                findings.error(
                        "unreadable folders",
                        "%s: cannot be read (%s); let it be read".formatted(path, e.getMessage()));
                return new ArrayList<>();
            }
        });
    }
}

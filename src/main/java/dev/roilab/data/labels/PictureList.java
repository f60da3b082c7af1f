package dev.roilab.data.labels;

import dev.roilab.data.check.Findings;
import dev.roilab.data.check.FolderNames;
import dev.roilab.file.ForeignFile;
import dev.roilab.file.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A list of pictures, a name a line: as their files are called, with or without the extension, or as a path whose last
 * part is that.
 */
final class PictureList {
    private static final Pattern SEVERAL = Pattern.compile("[\\s,;]");

    private final Path root;
    private final Map<String, FoundPicture> byStem;
    private final Findings findings;

    /** Where each picture was named first, by file and line. */
    private final Map<String, String> places = new LinkedHashMap<>();

    PictureList(Path root, List<FoundPicture> pictures, Findings findings) {
        this.root = root;
        this.findings = findings;
        byStem = new LinkedHashMap<>();
        pictures.forEach(picture -> byStem.put(picture.stem(), picture));
    }

    /**
     * The pictures of a list that no list before has; the others are errors.
     *
     * @param keys the settings that name lists
     */
    List<FoundPicture> read(String file, String keys) {
        byte[] content;
        Path path = root.resolve(file).normalize();
        if (!path.startsWith(root) || !Files.isRegularFile(path)) {
            findings.error(
                    "lists", "%s: no such file in %s; %s must name lists of pictures".formatted(file, root, keys));
            return List.of();
        }
        try {
            content = Files.readAllBytes(path);
        } catch (IOException e) {
            findings.error(
                    "lists",
                    "%s: cannot be read (%s); fetch it again, or let it be read".formatted(file, e.getMessage()));
            return List.of();
        }
        Optional<String> foreign = ForeignFile.notText(content);
        if (foreign.isPresent()) {
            findings.error("lists", "%s: not a list of pictures: %s".formatted(file, foreign.get()));
            return List.of();
        }
        List<FoundPicture> listed = new ArrayList<>();
        List<String> lines =
                TextFile.of(content).text().lines().map(String::strip).toList();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isEmpty()) {
                picture(lines.get(i), file + ":" + (i + 1)).ifPresent(listed::add);
            }
        }
        if (lines.stream().allMatch(String::isEmpty)) {
            findings.error("lists", file + ": the list is empty; expected one picture's name a line");
        }
        return listed;
    }

    private Optional<FoundPicture> picture(String line, String place) {
        String last = line.substring(Math.max(line.lastIndexOf('/'), line.lastIndexOf('\\')) + 1);
        Optional<FoundPicture> found = known(line).or(() -> known(last));
        String[] parts = SEVERAL.split(line, -1);
        if (found.isEmpty() || (!byStem.containsKey(line) && parts.length > 1 && FolderNames.isPicture(parts[0]))) {
            findings.error(
                    "lines of lists",
                    parts.length > 1
                            ? "%s: expected one picture's name, got '%s'; remove the others".formatted(place, line)
                            : "%s: there is no picture '%s' in the folder of pictures; add it, or remove the line"
                                    .formatted(place, line));
            return Optional.empty();
        }
        String before = places.putIfAbsent(found.get().name(), place);
        if (before != null) {
            findings.error(
                    "repeated lines of lists",
                    "%s: picture '%s' is already named at %s; remove one line%s"
                            .formatted(
                                    place,
                                    found.get().stem(),
                                    before,
                                    before.substring(0, before.lastIndexOf(':'))
                                                    .equals(place.substring(0, place.lastIndexOf(':')))
                                            ? ""
                                            : ": splits must not share pictures"));
            return Optional.empty();
        }
        return found;
    }

    private Optional<FoundPicture> known(String name) {
        return Optional.ofNullable(byStem.get(name)).or(() -> Optional.ofNullable(byStem.get(FolderNames.stem(name))));
    }

    /** Whether some list has a picture. */
    boolean has(FoundPicture picture) {
        return places.containsKey(picture.name());
    }
}

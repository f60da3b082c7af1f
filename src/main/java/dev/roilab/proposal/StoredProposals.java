package dev.roilab.proposal;

import dev.roilab.data.DataException;
import dev.roilab.data.Pixels;
import dev.roilab.data.Sample;
import dev.roilab.data.image.ImageFormat;
import dev.roilab.geometry.Box;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Boxes that another program found: JSON, {@code {"image id": [[x1, y1, x2, y2], ...]}}, best first. */
final class StoredProposals implements ProposalSource {
    private final Path file;
    private final int count;
    private final Map<String, List<Box>> boxes;

    /** Keys of the file that end as image files do, by what stands before the end. */
    private final Map<String, String> keyOfStem = new HashMap<>();

    /** @throws DataException with file and line of everything that is wrong */
    StoredProposals(ProposalSettings.Stored settings) {
        this.file = Path.of(settings.file());
        this.count = settings.count();
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new DataException(List.of(file + (Files.isDirectory(file) ? ": is a folder" : ": no such file")
                    + "; model.proposals.file must name stored proposals"));
        }
        this.boxes = new StoredBoxes(file).read();
        boxes.keySet().forEach(key -> stem(key).ifPresent(stem -> keyOfStem.putIfAbsent(stem, key)));
    }

    private static Optional<String> stem(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        return ImageFormat.extensions().stream()
                .filter(lower::endsWith)
                .findFirst()
                .map(extension -> key.substring(0, key.length() - extension.length()));
    }

    private Optional<String> key(Sample<?> sample) {
        return boxes.containsKey(sample.id())
                ? Optional.of(sample.id())
                : Optional.ofNullable(keyOfStem.get(sample.id()));
    }

    /**
     * Looks whether each image has a list.
     *
     * @throws DataException with the images that have none
     */
    void requireAll(List<? extends Sample<?>> samples) {
        List<String> missing = samples.stream()
                .filter(sample -> key(sample).isEmpty())
                .map(Sample::id)
                .toList();
        if (!missing.isEmpty()) {
            throw new DataException(List.of(
                    missing.size() == 1 && samples.size() == 1
                            ? without("image " + missing.getFirst())
                            : without("%d of %d images: %s"
                                    .formatted(missing.size(), samples.size(), StoredFit.named(missing)))));
        }
    }

    private String without(String images) {
        return "%s: no boxes for %s; the file needs a list, if empty, for every image of both splits"
                .formatted(file, images);
    }

    /** A line about keys that are read without their extension, if there are any. */
    List<String> renamed(List<? extends Sample<?>> samples) {
        List<String> lines = new ArrayList<>();
        for (Sample<?> sample : samples) {
            key(sample)
                    .filter(key -> !key.equals(sample.id()))
                    .ifPresent(key -> lines.add("%s: '%s' is read as %s; lists of boxes have names without an extension"
                            .formatted(file, key, sample.id())));
        }
        return lines.size() <= 1
                ? lines
                : List.of("%s (and %d more like it)".formatted(lines.getFirst(), lines.size() - 1));
    }

    /** At most {@code count} boxes as the file has them, also outside of the image. */
    List<Box> asWritten(Sample<?> sample) {
        List<Box> all = key(sample)
                .map(boxes::get)
                .orElseThrow(() -> new DataException(List.of(without("image " + sample.id()))));
        return all.subList(0, Math.min(count, all.size()));
    }

    @Override
    public List<Box> propose(Sample<?> sample, Supplier<Pixels> decoded) {
        return asWritten(sample).stream()
                .map(box -> box.clip(sample.width(), sample.height()))
                .filter(Box::hasExtent)
                .toList();
    }
}

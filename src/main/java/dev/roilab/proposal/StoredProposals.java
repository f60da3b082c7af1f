package dev.roilab.proposal;

import dev.roilab.data.DataException;
import dev.roilab.data.Pixels;
import dev.roilab.data.Sample;
import dev.roilab.geometry.Box;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Boxes that another program found: JSON, {@code {"image id": [[x1, y1, x2, y2], ...]}}, best first. */
final class StoredProposals implements ProposalSource {
    private final Path file;
    private final int count;
    private final Map<String, List<Box>> boxes;

    /** @throws DataException with file and line of everything that is wrong */
    StoredProposals(ProposalSettings.Stored settings) {
        this.file = Path.of(settings.file());
        this.count = settings.count();
        if (!Files.isReadable(file)) {
            throw new DataException(List.of(file + ": no such file; proposals.file must name stored proposals"));
        }
        this.boxes = new StoredBoxes(file).read();
    }

    @Override
    public List<Box> propose(Sample sample, Supplier<Pixels> decoded) {
        List<Box> stored = boxes.get(sample.id());
        if (stored == null) {
            throw new DataException(
                    List.of("%s: no boxes for image %s; the file needs a list, if empty, for every image of both splits"
                            .formatted(file, sample.id())));
        }
        return stored.stream()
                .limit(count)
                .map(box -> box.clip(sample.width(), sample.height()))
                .filter(Box::hasExtent)
                .toList();
    }
}

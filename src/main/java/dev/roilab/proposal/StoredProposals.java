package dev.roilab.proposal;

import dev.roilab.data.DataException;
import dev.roilab.data.Sample;
import dev.roilab.geometry.Box;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Boxes that another program found: JSON, {@code {"image id": [[x1, y1, x2, y2], ...]}}, best first. */
final class StoredProposals implements ProposalSource {
    private final Path file;
    private final int count;
    private final JsonNode images;

    StoredProposals(ProposalSettings.Stored settings) {
        this.file = Path.of(settings.file());
        this.count = settings.count();
        if (!Files.isReadable(file)) {
            throw new DataException(List.of(file + ": no such file; proposals.file must name stored proposals"));
        }
        try {
            this.images = new ObjectMapper().readTree(file.toFile());
        } catch (JacksonException e) {
            throw new DataException(file + ": not JSON: " + e.getOriginalMessage(), e);
        }
    }

    @Override
    public List<Box> propose(Sample sample) {
        JsonNode rows = images.get(sample.id());
        if (rows == null || !rows.isArray()) {
            throw new DataException(List.of("%s: no list of boxes for image %s".formatted(file, sample.id())));
        }
        List<Box> boxes = new ArrayList<>();
        for (int row = 0; row < Math.min(count, rows.size()); row++) {
            JsonNode numbers = rows.get(row);
            Box box = numbers.size() == 4
                    ? new Box(
                            numbers.get(0).asDouble(Double.NaN),
                            numbers.get(1).asDouble(Double.NaN),
                            numbers.get(2).asDouble(Double.NaN),
                            numbers.get(3).asDouble(Double.NaN))
                    : new Box(0, 0, 0, 0);
            if (!box.hasExtent()) {
                throw new DataException(
                        List.of("%s: image %s, row %d: expected [x1, y1, x2, y2] with x1 < x2 and y1 < y2, got %s"
                                .formatted(file, sample.id(), row + 1, numbers)));
            }
            boxes.add(box.clip(sample.width(), sample.height()));
        }
        return boxes.stream().filter(Box::hasExtent).toList();
    }
}

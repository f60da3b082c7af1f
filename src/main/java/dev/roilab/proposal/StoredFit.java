package dev.roilab.proposal;

import dev.roilab.data.DataException;
import dev.roilab.data.Dataset;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.geometry.Box;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Whether a file of stored proposals fits the pictures of a data set: a list for every one, and boxes that lie inside.
 * A file that was made for pictures of another size is read without a mistake, and its boxes meet nothing.
 */
public final class StoredFit {
    /** Images named in a line; more are counted. */
    private static final int NAMED = 10;

    /** Fewer boxes beyond the edge may fit the other way round by chance. */
    private static final int FEWEST_SWAPPED = 5;

    private final ProposalSettings.Stored settings;
    private final StoredProposals stored;
    private final List<String> warnings = new ArrayList<>();

    private StoredFit(ProposalSettings.Stored settings) {
        this.settings = settings;
        this.stored = new StoredProposals(settings);
    }

    /**
     * Looks at the file that the settings name.
     *
     * @return what is odd about it, one line each
     * @throws DataException with everything that keeps it from being used: mistakes in the file, pictures without a
     *     list, more than half of its boxes outside of their pictures
     */
    public static List<String> warnings(ProposalSettings.Stored settings, Dataset<TrueObjects> data) {
        var fit = new StoredFit(settings);
        List<Sample<TrueObjects>> samples =
                Stream.concat(data.train().stream(), data.test().stream()).toList();
        fit.stored.requireAll(samples);
        fit.warnings.addAll(fit.stored.renamed(samples));
        fit.findEmpty("training", data.train());
        fit.findEmpty("test", data.test());
        fit.findOutside(samples);
        fit.tell(samples, fit::over);
        fit.tell(samples, fit::repeated);
        fit.hints(samples);
        return List.copyOf(fit.warnings);
    }

    /** What objects tell of boxes that are no mistakes by themselves. */
    private void hints(List<Sample<TrueObjects>> samples) {
        var hints = new StoredHints(samples, stored::asWritten);
        // Boxes in another order reach less far on one side, too.
        hints.swapped().or(hints::smaller).ifPresent(hint -> warnings.add(settings.file() + ": " + hint));
    }

    private void findEmpty(String split, List<Sample<TrueObjects>> samples) {
        if (samples.stream().allMatch(sample -> stored.asWritten(sample).isEmpty())) {
            warnings.add("%s: every list of the %s images is empty; a detector sees no region of them"
                    .formatted(settings.file(), split));
        }
    }

    private static boolean isOutside(Box box, Sample<?> sample) {
        return !box.clip(sample.width(), sample.height()).hasExtent();
    }

    private static boolean isOver(Box box, Sample<?> sample) {
        boolean inside =
                box.x1() >= -1 && box.y1() >= -1 && box.x2() <= sample.width() + 1 && box.y2() <= sample.height() + 1;
        return !inside && !isOutside(box, sample);
    }

    private long outside(Sample<?> sample) {
        return stored.asWritten(sample).stream()
                .filter(box -> isOutside(box, sample))
                .count();
    }

    private void findOutside(List<Sample<TrueObjects>> samples) {
        long all = samples.stream()
                .mapToLong(sample -> stored.asWritten(sample).size())
                .sum();
        long outside = samples.stream().mapToLong(this::outside).sum();
        Optional<String> line = line(samples, sample -> {
            List<Box> boxes = stored.asWritten(sample);
            long lost = outside(sample);
            return lost == 0
                    ? Optional.empty()
                    : Optional.of("%s: %s outside the %d x %d picture"
                            .formatted(sample.id(), of(lost, boxes, "lies", "lie"), sample.width(), sample.height()));
        });
        long over = samples.stream()
                .mapToLong(sample -> stored.asWritten(sample).stream()
                        .filter(box -> isOver(box, sample))
                        .count())
                .sum();
        boolean swapped = outside + over >= FEWEST_SWAPPED
                && 10 * (outside + over) > all
                && new StoredHints(samples, stored::asWritten).fitsSwapped();
        if (swapped) {
            throw new DataException(
                    List.of(("%s: %d of %d boxes lie outside of their pictures or reach over the edge, and none with x"
                                    + " and y swapped; expected rows [x1, y1, x2, y2], not [y1, x1, y2, x2]")
                            .formatted(settings.file(), outside + over, all)),
                    List.copyOf(warnings));
        }
        if (2 * outside > all) {
            throw new DataException(
                    List.of(line.orElseThrow() + "; was the file made for another size?"), List.copyOf(warnings));
        }
        line.ifPresent(text -> warnings.add(text + (outside == 1 ? "; it is left out" : "; they are left out")));
    }

    private Optional<String> over(Sample<?> sample) {
        List<Box> boxes = stored.asWritten(sample);
        long over = boxes.stream().filter(box -> isOver(box, sample)).count();
        return over == 0
                ? Optional.empty()
                : Optional.of("%s: %s over the edge of the %d x %d picture by more than a pixel and %s cut"
                        .formatted(
                                sample.id(),
                                of(over, boxes, "reaches", "reach"),
                                sample.width(),
                                sample.height(),
                                over == 1 ? "is" : "are"));
    }

    /** A search may find a box twice; where most are repeated, something else wrote them. */
    private Optional<String> repeated(Sample<?> sample) {
        List<Box> boxes = stored.asWritten(sample);
        long repeated = (long) boxes.size() - new HashSet<>(boxes).size();
        return 2 * repeated <= boxes.size()
                ? Optional.empty()
                : Optional.of("%s: %s one before it".formatted(sample.id(), of(repeated, boxes, "repeats", "repeat")));
    }

    private static String of(long some, List<Box> boxes, String one, String several) {
        return "%d of %d %s %s"
                .formatted(some, boxes.size(), boxes.size() == 1 ? "box" : "boxes", some == 1 ? one : several);
    }

    private void tell(List<Sample<TrueObjects>> samples, Function<Sample<?>, Optional<String>> finding) {
        line(samples, finding).ifPresent(warnings::add);
    }

    /** The first image's finding, with how many more images have one. */
    private Optional<String> line(List<Sample<TrueObjects>> samples, Function<Sample<?>, Optional<String>> finding) {
        List<String> found = samples.stream()
                .flatMap(sample -> finding.apply(sample).stream())
                .toList();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        String first = settings.file() + ": " + found.getFirst();
        int more = found.size() - 1;
        return Optional.of(
                more == 0
                        ? first
                        : "%s (and %d more %s like it)".formatted(first, more, more == 1 ? "image" : "images"));
    }

    /** Names of images, not too many. */
    static String named(List<String> images) {
        String first = String.join(", ", images.subList(0, Math.min(NAMED, images.size())));
        return images.size() <= NAMED ? first : "%s and %d more".formatted(first, images.size() - NAMED);
    }
}

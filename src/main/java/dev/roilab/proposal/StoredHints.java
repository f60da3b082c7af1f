package dev.roilab.proposal;

import dev.roilab.data.Sample;
import dev.roilab.data.TrueObject;
import dev.roilab.data.TrueObjects;
import dev.roilab.geometry.Box;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * What stored boxes may have been made for, where they are read without a mistake and meet nothing: pictures of a
 * smaller size, or rows in another order. Only the true objects tell that reliably.
 */
final class StoredHints {
    /** Fewer objects, or boxes, say nothing. */
    private static final int FEWEST = 10;

    /** Of the pictures with objects, spread over the data. */
    private static final int LOOKED_AT = 200;

    /** The part of the objects beyond all boxes that is no accident. */
    private static final double BEYOND = 0.1;

    /** Overlap at which a box meets an object. */
    private static final double MEETS = 0.5;

    private final List<Sample<TrueObjects>> samples;
    private final Function<Sample<TrueObjects>, List<Box>> boxes;

    StoredHints(List<Sample<TrueObjects>> samples, Function<Sample<TrueObjects>, List<Box>> boxes) {
        this.samples = samples;
        this.boxes = boxes;
    }

    /** Rows of y before x. */
    private static Box swapped(Box box) {
        return new Box(box.y1(), box.x1(), box.y2(), box.x2());
    }

    /** Whether every box lies in its picture once x and y are swapped. */
    boolean fitsSwapped() {
        return samples.stream()
                .allMatch(sample -> boxes.apply(sample).stream()
                        .map(StoredHints::swapped)
                        .allMatch(box -> box.x1() >= -1
                                && box.y1() >= -1
                                && box.x2() <= sample.width() + 1
                                && box.y2() <= sample.height() + 1));
    }

    /** No box of any picture reaches where objects are. */
    Optional<String> smaller() {
        long all =
                samples.stream().mapToLong(sample -> boxes.apply(sample).size()).sum();
        double right = reach(Box::x2, Sample::width);
        double bottom = reach(Box::y2, Sample::height);
        long objects = samples.stream()
                .mapToLong(sample -> sample.truth().objects().size())
                .sum();
        long beyond = samples.stream()
                .mapToLong(sample -> sample.truth().objects().stream()
                        .map(TrueObject::box)
                        .filter(box -> box.x1() + box.x2() > 2 * right * sample.width()
                                || box.y1() + box.y2() > 2 * bottom * sample.height())
                        .count())
                .sum();
        return all < FEWEST || objects < FEWEST || beyond < BEYOND * objects
                ? Optional.empty()
                : Optional.of(("no box of any image reaches beyond %.0f %% of its picture's width and %.0f %% of its"
                                + " height, and the centres of %d of %d objects lie there; was the file made for"
                                + " pictures of a smaller size?")
                        .formatted(100 * right, 100 * bottom, beyond, objects));
    }

    private double reach(ToDoubleFunction<Box> end, ToIntFunction<Sample<TrueObjects>> side) {
        return samples.stream()
                .mapToDouble(sample ->
                        boxes.apply(sample).stream().mapToDouble(end).max().orElse(0) / side.applyAsInt(sample))
                .max()
                .orElse(0);
    }

    /** Objects are met by the boxes with x and y swapped, and not by the boxes as they are. */
    Optional<String> swapped() {
        List<Sample<TrueObjects>> withObjects = samples.stream()
                .filter(sample -> !sample.truth().objects().isEmpty())
                .toList();
        int step = Math.ceilDiv(Math.max(1, withObjects.size()), LOOKED_AT);
        List<Sample<TrueObjects>> spread = IntStream.range(0, withObjects.size())
                .filter(place -> place % step == 0)
                .mapToObj(withObjects::get)
                .toList();
        long objects = spread.stream()
                .mapToLong(sample -> sample.truth().objects().size())
                .sum();
        long asWritten = met(spread, box -> box);
        long asSwapped = met(spread, StoredHints::swapped);
        return objects < FEWEST || 2 * asSwapped < objects || 3 * asWritten > asSwapped
                ? Optional.empty()
                : Optional.of(
                        ("its boxes meet %d of %d objects as they are (IoU %.1f), and %d with x and y swapped; are"
                                        + " its rows [y1, x1, y2, x2]?")
                                .formatted(asWritten, objects, MEETS, asSwapped));
    }

    private long met(List<Sample<TrueObjects>> some, UnaryOperator<Box> order) {
        return some.stream()
                .mapToLong(sample -> {
                    List<Box> ordered = boxes.apply(sample).stream().map(order).toList();
                    return sample.truth().objects().stream()
                            .filter(object -> ordered.stream().anyMatch(box -> box.iou(object.box()) >= MEETS))
                            .count();
                })
                .sum();
    }
}

package dev.roilab.task.detection;

import dev.roilab.data.TrueObject;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.Detection;
import dev.roilab.task.GalleryMarks;
import dev.roilab.task.GalleryMarks.Group;
import dev.roilab.task.Mark;
import java.util.List;
import java.util.Optional;

/** Objects and detections as the gallery draws them. */
public final class DetectionMarks {
    private DetectionMarks() {}

    /** Those of one image. */
    public static GalleryMarks of(List<TrueObject> truth, List<Detection> found) {
        return new GalleryMarks(
                new Group(
                        "annotated",
                        "annotated objects",
                        truth.stream()
                                .<Mark>map(object -> rectangle(object.box(), object.label(), Optional.empty()))
                                .toList()),
                new Group(
                        "detected",
                        "detections",
                        found.stream().<Mark>map(DetectionMarks::of).toList()));
    }

    /** One detection. */
    public static Mark.Rectangle of(Detection detection) {
        return rectangle(detection.box(), detection.label(), Optional.of(detection.score()));
    }

    private static Mark.Rectangle rectangle(Box box, int label, Optional<Double> score) {
        return new Mark.Rectangle(box.x1(), box.y1(), box.x2(), box.y2(), Optional.of(label), score);
    }
}

package dev.roilab.task.instance;

import dev.roilab.data.TrueObject;
import dev.roilab.geometry.Detection;
import dev.roilab.geometry.keypoint.KeyPoint;
import dev.roilab.geometry.mask.MaskOutline;
import dev.roilab.task.GalleryMarks;
import dev.roilab.task.GalleryMarks.Group;
import dev.roilab.task.Mark;
import dev.roilab.task.detection.DetectionMarks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Objects and detections as the gallery draws them: their boxes, and what else was to be found.
 *
 * @param masks whether masks are drawn
 * @param keyPoints whether key points are drawn
 */
record InstanceMarks(boolean masks, boolean keyPoints) {
    /** Those of one image. */
    GalleryMarks of(List<TrueObject> truth, List<FoundObject> found) {
        GalleryMarks boxes = DetectionMarks.of(
                truth, found.stream().map(FoundObject::detection).toList());
        List<Mark> ofTruth = new ArrayList<>(boxes.truth().marks());
        truth.forEach(object -> ofTruth.addAll(marks(object)));
        List<Mark> ofFound = new ArrayList<>(boxes.found().marks());
        found.forEach(object -> ofFound.addAll(marks(object)));
        return new GalleryMarks(
                new Group(boxes.truth().adjective(), boxes.truth().noun(), ofTruth),
                new Group(boxes.found().adjective(), boxes.found().noun(), ofFound));
    }

    private List<Mark> marks(TrueObject object) {
        Optional<Integer> label = Optional.of(object.label());
        return Stream.concat(
                        object.parts().mask().filter(_ -> masks).stream()
                                .map(mask -> new Mark.Area(MaskOutline.of(mask.pixels()), label, Optional.empty())),
                        object.parts().keyPoints().filter(_ -> keyPoints).stream()
                                .flatMap(points -> points(points.points(), label, Optional.empty()).stream()))
                .toList();
    }

    private List<Mark> marks(FoundObject object) {
        Detection detection = object.detection();
        Optional<Integer> label = Optional.of(detection.label());
        Optional<Double> score = Optional.of(detection.score());
        return Stream.concat(
                        object.mask().stream().map(mask -> new Mark.Area(MaskOutline.of(mask), label, score)),
                        points(object.keyPoints(), label, score).stream())
                .toList();
    }

    private static Optional<Mark> points(List<KeyPoint> points, Optional<Integer> label, Optional<Double> score) {
        List<List<Double>> known = points.stream()
                .filter(KeyPoint::isLabelled)
                .map(point -> List.of(point.x(), point.y()))
                .toList();
        return known.isEmpty() ? Optional.empty() : Optional.of(new Mark.Points(known, label, score));
    }
}

package dev.roilab.task.instance;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObject;
import dev.roilab.data.TrueObjects;
import dev.roilab.data.parts.KeyPointLayout;
import dev.roilab.eval.GroundTruth;
import dev.roilab.eval.GroundTruth.Standing;
import dev.roilab.file.JsonFile;
import dev.roilab.geometry.keypoint.KeyPoint;
import dev.roilab.geometry.mask.RunLengthMask;
import dev.roilab.task.detection.CocoBoxes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Objects and detections with masks and key points in COCO's formats, for other evaluators: images and classes are
 * numbered from 1 in their order, masks are compressed run lengths. A difficult object has {@code iscrowd}, as COCO
 * knows no other object that need not be found, {@code ignore} for tools that look at it, and {@code difficult}.
 */
final class CocoInstances {
    private CocoInstances() {}

    private record Image(int id, String fileName, int width, int height) {}

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    private record Category(int id, String name, List<String> keypoints) {}

    private record Runs(List<Integer> size, String counts) {
        static Runs of(RunLengthMask mask) {
            return new Runs(List.of(mask.height(), mask.width()), mask.compressed());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    private record Annotation(
            int id,
            int imageId,
            int categoryId,
            List<Double> bbox,
            double area,
            int iscrowd,
            int ignore,
            int difficult,
            Optional<Runs> segmentation,
            Optional<List<Double>> keypoints,
            Optional<Integer> numKeypoints) {}

    private record Stored(
            Map<String, String> info, List<Image> images, List<Category> categories, List<Annotation> annotations) {}

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    private record Found(
            int imageId,
            int categoryId,
            List<Double> bbox,
            double score,
            Optional<Runs> segmentation,
            Optional<List<Double>> keypoints) {}

    /**
     * What was found, as COCO's results.
     *
     * @param images by image
     */
    static String found(List<List<FoundObject>> images) {
        List<Found> all = new ArrayList<>();
        int number = 0;
        for (List<FoundObject> image : images) {
            number++;
            for (FoundObject found : image) {
                all.add(new Found(
                        number,
                        found.detection().label() + 1,
                        CocoBoxes.of(found.detection().box()),
                        found.detection().score(),
                        found.mask().map(Runs::of),
                        found.keyPoints().isEmpty() ? Optional.empty() : Optional.of(numbers(found.keyPoints()))));
            }
        }
        return JsonFile.compact(all);
    }

    /** What is true, as a COCO data set. */
    static String truth(List<String> classes, List<Sample<TrueObjects>> samples) {
        List<Image> images = new ArrayList<>();
        List<Annotation> annotations = new ArrayList<>();
        for (Sample<TrueObjects> sample : samples) {
            int number = images.size() + 1;
            images.add(new Image(number, sample.id(), sample.width(), sample.height()));
            for (TrueObject object : sample.truth().objects()) {
                annotations.add(annotation(annotations.size() + 1, number, object));
            }
        }
        List<String> points =
                InstanceTask.layout(samples).map(KeyPointLayout::names).orElse(List.of());
        List<Category> categories = new ArrayList<>();
        classes.forEach(name -> categories.add(new Category(categories.size() + 1, name, points)));
        return JsonFile.compact(new Stored(
                        Map.of("description", "test split of a RoiLab study; boxes in continuous pixels"),
                        images,
                        categories,
                        annotations))
                + "\n";
    }

    private static Annotation annotation(int id, int image, TrueObject object) {
        GroundTruth truth = GroundTruth.of(object);
        int passed = truth.standing() == Standing.COUNTED ? 0 : 1;
        Optional<RunLengthMask> mask = object.parts().mask().map(own -> own.pixels());
        double area = object.parts()
                .area()
                .or(() -> mask.map(own -> (double) own.area()))
                .orElse(truth.area());
        return new Annotation(
                id,
                image,
                truth.label() + 1,
                CocoBoxes.of(truth.box()),
                area,
                passed,
                passed,
                truth.standing() == Standing.DIFFICULT ? 1 : 0,
                mask.map(Runs::of),
                object.parts().keyPoints().map(points -> numbers(points.points())),
                object.parts().keyPoints().map(points -> points.labelled()));
    }

    /** x, y and visibility of each. */
    private static List<Double> numbers(List<KeyPoint> points) {
        List<Double> numbers = new ArrayList<>();
        for (KeyPoint point : points) {
            numbers.addAll(
                    List.of(point.x(), point.y(), (double) point.visibility().code()));
        }
        return numbers;
    }
}

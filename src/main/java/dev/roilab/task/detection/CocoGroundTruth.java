package dev.roilab.task.detection;

import dev.roilab.data.Sample;
import dev.roilab.data.TrueObject;
import dev.roilab.data.TrueObjects;
import dev.roilab.eval.GroundTruth;
import dev.roilab.eval.GroundTruth.Standing;
import dev.roilab.file.JsonFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A test split's images and objects as a COCO data set, for other evaluators. Images and classes are numbered from 1 in
 * their order. A difficult object has {@code iscrowd}, as COCO knows no other object that need not be found,
 * {@code ignore} for tools that look at it, and {@code difficult}.
 */
final class CocoGroundTruth {
    private CocoGroundTruth() {}

    private record Image(int id, String fileName, int width, int height) {}

    private record Category(int id, String name) {}

    private record Annotation(
            int id,
            int imageId,
            int categoryId,
            List<Double> bbox,
            double area,
            int iscrowd,
            int ignore,
            int difficult) {}

    private record Stored(
            Map<String, String> info, List<Image> images, List<Category> categories, List<Annotation> annotations) {}

    static String json(List<String> classes, List<Sample<TrueObjects>> samples) {
        List<Image> images = new ArrayList<>();
        List<Annotation> annotations = new ArrayList<>();
        for (Sample<TrueObjects> sample : samples) {
            int number = images.size() + 1;
            images.add(new Image(number, sample.id(), sample.width(), sample.height()));
            for (TrueObject object : sample.truth().objects()) {
                GroundTruth truth = GroundTruth.of(object);
                int passed = truth.standing() == Standing.COUNTED ? 0 : 1;
                annotations.add(new Annotation(
                        annotations.size() + 1,
                        number,
                        truth.label() + 1,
                        CocoBoxes.of(truth.box()),
                        truth.area(),
                        passed,
                        passed,
                        truth.standing() == Standing.DIFFICULT ? 1 : 0));
            }
        }
        List<Category> categories = new ArrayList<>();
        classes.forEach(name -> categories.add(new Category(categories.size() + 1, name)));
        return JsonFile.compact(new Stored(
                        new TreeMap<>(
                                Map.of("description", "test split of a RoiLab study; boxes in continuous pixels")),
                        images,
                        categories,
                        annotations))
                + "\n";
    }
}

package dev.roilab.detect.pixel;

import dev.roilab.data.DataException;
import dev.roilab.data.Dataset;
import dev.roilab.data.Resizing;
import dev.roilab.data.TrueObjects;
import dev.roilab.detect.TrainingPictures;
import dev.roilab.task.segmentation.SegmentationTask;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Whether a network of pixels can serve a data set. */
public final class PixelFit {
    private PixelFit() {}

    /**
     * Looks at the classes and the sizes of pictures.
     *
     * @param stride pixels that a side of a picture must have
     * @throws DataException if there are not as many weights as classes, or a picture is smaller than the stride
     */
    public static void require(
            Optional<List<Double>> classWeights, int stride, Dataset<TrueObjects> data, TrainingPictures pictures) {
        List<String> problems = new ArrayList<>();
        List<String> classes = SegmentationTask.INSTANCE.read(data).classes();
        classWeights
                .filter(weights -> weights.size() != classes.size())
                .ifPresent(weights -> problems.add(
                        "model.class_weights has %d weights, expected %d, as data.classes says, one for each class of pixels: %s"
                                .formatted(weights.size(), classes.size(), String.join(", ", classes))));
        pictures.resized().stream()
                .filter(size -> Math.min(size.width(), size.height()) < stride)
                .min(Comparator.comparingInt(Resizing.Extent::height).thenComparingInt(Resizing.Extent::width))
                .ifPresent(size -> problems.add(
                        "data: a picture is %d x %d after resizing, less than the %d pixels of the network's stride; take a larger data.shorter_side or a network of a smaller stride"
                                .formatted(size.width(), size.height(), stride)));
        if (!problems.isEmpty()) {
            throw new DataException(problems);
        }
    }

    /**
     * What is wrong with the weights of classes, whatever the classes are.
     *
     * @return a line, for the constructor of a settings record
     */
    public static Optional<String> weightsProblem(Optional<List<Double>> classWeights) {
        return classWeights
                .filter(weights -> weights.stream().noneMatch(weight -> weight > 0))
                .map(_ -> "class_weights must have one above 0, so that there is something to learn");
    }
}

package dev.roilab.task.segmentation;

import dev.roilab.measure.Better;
import dev.roilab.measure.MeasureInfo;
import dev.roilab.measure.MeasureUnit;
import dev.roilab.measure.Prominence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** What is measured of labels of pixels: the one place that names these numbers. */
final class SegmentationMeasures {
    private static final String FCN =
            "Mean IU, pixel accuracy, mean accuracy, frequency weighted IU: as FCN (arXiv:1411.4038, section 5) defines"
                    + " them, of the pixels of all test pictures together, without ignored ones. The mean accuracy is over"
                    + " the classes that are there, the mean IU over those that are there or were found, so that a class"
                    + " found in vain counts as 0.";

    static final MeasureInfo MEAN_IOU = measure("mean_iou", "mean IU", Prominence.HEADLINE, FCN);

    static final MeasureInfo BOUNDARY_IOU = measure(
            "boundary_iou",
            "boundary IoU",
            Prominence.COMPARED,
            "Boundary IoU: as arXiv:2103.16562 has it, of each class, added up over the test pictures, mean over the"
                    + " classes as mean IU: what is counted are the pixels of a class's region within "
                    + ContourBand.PIXELS
                    + " px of its contour; the picture's border is no contour, that of ignored pixels is one.");

    static final MeasureInfo PIXEL_ACCURACY = measure("pixel_accuracy", "pixel accuracy", Prominence.COMPARED, FCN);
    static final MeasureInfo MEAN_ACCURACY = measure("mean_accuracy", "mean accuracy", Prominence.TABLED, FCN);
    static final MeasureInfo FREQUENCY_WEIGHTED_IOU =
            measure("frequency_weighted_iou", "f.w. IU", Prominence.TABLED, FCN);

    /** In the order of the columns. */
    static final List<MeasureInfo> ALL =
            List.of(MEAN_IOU, BOUNDARY_IOU, PIXEL_ACCURACY, MEAN_ACCURACY, FREQUENCY_WEIGHTED_IOU);

    static final MeasureInfo CLASS_IOU =
            measure("class_iou", "IU", Prominence.DETAIL, "IU of the class's pixels in all test pictures together");

    static final MeasureInfo CLASS_BOUNDARY_IOU = measure(
            "class_boundary_iou",
            "boundary IoU",
            Prominence.DETAIL,
            "IU of the class's pixels within " + ContourBand.PIXELS + " px of its contours");

    private SegmentationMeasures() {}

    private static MeasureInfo measure(String name, String heading, Prominence prominence, String convention) {
        return new MeasureInfo(name, heading, heading, MeasureUnit.PERCENT, Better.HIGHER, prominence, convention);
    }

    /** How each is computed; not a number where it is not defined. */
    static SequencedMap<String, ToDoubleFunction<LabelCounts>> numbers() {
        SequencedMap<String, ToDoubleFunction<LabelCounts>> numbers = new LinkedHashMap<>();
        numbers.put(MEAN_IOU.name(), counts -> mean(counts.classes(), counts::iou));
        numbers.put(BOUNDARY_IOU.name(), counts -> mean(counts.classes(), counts::boundaryIou));
        numbers.put(PIXEL_ACCURACY.name(), LabelCounts::pixelAccuracy);
        numbers.put(MEAN_ACCURACY.name(), counts -> mean(counts.classes(), counts::accuracy));
        numbers.put(FREQUENCY_WEIGHTED_IOU.name(), LabelCounts::frequencyWeightedIou);
        return numbers;
    }

    /** Over the classes for which it is defined. */
    private static double mean(int classes, IntToDoubleFunction ofClass) {
        return IntStream.range(0, classes)
                .mapToDouble(ofClass)
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }
}

package dev.roilab.task.instance;

import dev.roilab.eval.CocoResult;
import dev.roilab.measure.Better;
import dev.roilab.measure.MeasureInfo;
import dev.roilab.measure.MeasureUnit;
import dev.roilab.measure.Prominence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** What is measured of masks and key points beside boxes: the one place that names these numbers. */
final class InstanceMeasures {
    private static final String MASKS = "Mask AP50, AP75, AP: as those of boxes, with the IoU of pixels (COCO segm).";

    private static final String MASKS_BY_SIZE = "Mask APs, APm, APl: as mask AP, by area as those of boxes.";

    private static final String POINTS =
            "OKS AP50, AP75, AP: as those of boxes, with object key point similarity in place of the IoU, 20 detections"
                    + " of a class in an image (COCO keypoints).";

    private static final String PARTS =
            "PCK: key points within 0.1 or 0.2 of the larger side of their object's box, of all that are labelled; those"
                    + " of an object that no detection overlaps by 0.5 count as wrong (Yang and Ramanan).";

    /** In the order of COCO's numbers. */
    static final List<MeasureInfo> OF_MASKS = List.of(
            measure("mask_ap", "mask AP", Prominence.HEADLINE, MASKS),
            measure("mask_ap50", "mask AP50", Prominence.COMPARED, MASKS),
            measure("mask_ap75", "mask AP75", Prominence.COMPARED, MASKS),
            measure("mask_aps", "mask APs", Prominence.DETAIL, MASKS_BY_SIZE),
            measure("mask_apm", "mask APm", Prominence.DETAIL, MASKS_BY_SIZE),
            measure("mask_apl", "mask APl", Prominence.DETAIL, MASKS_BY_SIZE));

    /** In the order of COCO's numbers. */
    static final List<MeasureInfo> OF_KEY_POINTS = List.of(
            measure("oks_ap", "OKS AP", Prominence.HEADLINE, POINTS),
            measure("oks_ap50", "OKS AP50", Prominence.COMPARED, POINTS),
            measure("oks_ap75", "OKS AP75", Prominence.COMPARED, POINTS));

    static final MeasureInfo PCK_10 = measure("pck10", "PCK@0.1", Prominence.COMPARED, PARTS);
    static final MeasureInfo PCK_20 = measure("pck20", "PCK@0.2", Prominence.TABLED, PARTS);

    /** By class. */
    static final MeasureInfo CLASS_MASK_AP = new MeasureInfo(
            "class_mask_ap",
            "mask AP",
            "average precision of masks",
            MeasureUnit.PERCENT,
            Better.HIGHER,
            Prominence.DETAIL,
            "COCO mask AP, mean over IoU 0.50 to 0.95");

    private InstanceMeasures() {}

    private static MeasureInfo measure(String name, String heading, Prominence prominence, String convention) {
        return new MeasureInfo(name, heading, heading, MeasureUnit.PERCENT, Better.HIGHER, prominence, convention);
    }

    /** The same where the first alone is the headline, by which arms are compared. */
    static List<MeasureInfo> underOneHeadline(List<MeasureInfo> measures) {
        List<MeasureInfo> all = new ArrayList<>();
        for (MeasureInfo measure : measures) {
            boolean second = measure.prominence() == Prominence.HEADLINE && !all.isEmpty();
            all.add(second ? compared(measure) : measure);
        }
        return List.copyOf(all);
    }

    private static MeasureInfo compared(MeasureInfo measure) {
        return new MeasureInfo(
                measure.name(),
                measure.heading(),
                measure.noun(),
                measure.unit(),
                measure.better(),
                Prominence.COMPARED,
                measure.convention());
    }

    /** COCO's first numbers by the names of as many measures; those that are not defined are left out. */
    static SequencedMap<String, Double> named(List<MeasureInfo> measures, List<Double> stats) {
        SequencedMap<String, Double> named = new LinkedHashMap<>();
        for (int i = 0; i < measures.size(); i++) {
            if (stats.get(i) != CocoResult.EMPTY) {
                named.put(measures.get(i).name(), stats.get(i));
            }
        }
        return named;
    }
}

package dev.roilab.eval;

import dev.roilab.measure.Better;
import dev.roilab.measure.MeasureInfo;
import dev.roilab.measure.MeasureUnit;
import dev.roilab.measure.Prominence;
import java.util.List;

/** What is measured of every detector: the one place that names these numbers. */
public final class DetectionMeasures {
    /** Of the task, for messages. */
    public static final String TASK = "detection";

    private static final String COCO =
            "AP50, AP75, AP: COCO convention, 101 recall points, at IoU 0.5, at 0.75, and the mean over 0.50 to 0.95.";

    private static final String BY_SIZE =
            "APs, APm, APl: as AP, of objects with an area up to 32², from 32² to 96², and from 96² square pixels.";

    static final MeasureInfo AP50 = accuracy("ap50", "AP50", Prominence.COMPARED, COCO);
    static final MeasureInfo AP75 = accuracy("ap75", "AP75", Prominence.COMPARED, COCO);
    static final MeasureInfo AP = accuracy("ap", "AP", Prominence.HEADLINE, COCO);
    static final MeasureInfo VOC07 =
            accuracy("voc07", "VOC07", Prominence.TABLED, "VOC07: VOC 11-point AP at IoU 0.5.");
    static final MeasureInfo VOC_AREA =
            accuracy("voc_area", "VOC area", Prominence.TABLED, "VOC area: VOC area AP at IoU 0.5, continuous pixels.");
    static final MeasureInfo AP_SMALL = accuracy("aps", "APs", Prominence.DETAIL, BY_SIZE);
    static final MeasureInfo AP_MEDIUM = accuracy("apm", "APm", Prominence.DETAIL, BY_SIZE);
    static final MeasureInfo AP_LARGE = accuracy("apl", "APl", Prominence.DETAIL, BY_SIZE);

    private static final List<MeasureInfo> ALL =
            List.of(AP50, AP75, AP, VOC07, VOC_AREA, AP_SMALL, AP_MEDIUM, AP_LARGE);

    private DetectionMeasures() {}

    /** In the order of the columns of a table of results. */
    public static List<MeasureInfo> all() {
        return ALL;
    }

    private static MeasureInfo accuracy(String name, String heading, Prominence prominence, String convention) {
        return new MeasureInfo(name, heading, heading, MeasureUnit.PERCENT, Better.HIGHER, prominence, convention);
    }
}

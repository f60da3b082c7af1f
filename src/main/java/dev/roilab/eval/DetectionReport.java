package dev.roilab.eval;

import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * All that a report says about a list of detections. What is not defined is absent, never zero.
 *
 * @param metrics ap, ap50, ap75, aps, apm, apl, voc07, voc_area, in [0, 1], where there is an object of that size
 * @param classAp VOC area at IoU 0.5 by the names of the classes that have an object
 * @param curves at IoU 0.5 and 0.75, of each class that has an object and of their mean
 */
public record DetectionReport(
        SequencedMap<String, Double> metrics, Map<String, Double> classAp, List<PrecisionRecallCurve> curves) {}

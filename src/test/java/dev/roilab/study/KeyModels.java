package dev.roilab.study;

import java.util.Map;

/** Models that are as small as they can be. */
final class KeyModels {
    static final String SVM = "{cost: 0.1, positive_weight: 2, bias: 10, norm: 20, negative_iou: 0.3, retrain: 4}";
    static final String GRID = "{type: dense-grid, count: 24, scales: [16, 24], ratios: [1.0], step: 0.4}";
    static final String TINY = "{type: tiny, width: 2, stride: 8, frozen_below: 0}";
    static final String SHARED = "sampling: {rois: 8, foreground: 0.25, foreground_iou: 0.5, background_iou: {from:"
            + " 0.05, to: 0.5}}, postprocessing: {score: 0.05, nms: 0.3, detections: 6}, backbone: " + TINY
            + ", head: {fc:"
            + " [8]}";
    static final String RIDGE = "box_regression: {iou: 0.3, strength: 10, norm: 20, pairs: 4}";

    static final String FASTER_RCNN = SHARED
            + ", rpn: {anchors: {sizes: [15, 23], ratios: [0.7]}, channels: 4, sampling: {anchors: 16,"
            + " foreground: 0.5, foreground_iou: 0.7, background_iou: 0.3}, box_loss: {type: smooth-l1, beta:"
            + " 0.1, weight: 1}, train: {before_nms: 24, after_nms: 12}, test: {before_nms: 12, after_nms: 10},"
            + " nms: 0.3, smallest: 1}, roi: {type: roi-pool, output_size: 2}, box_loss: {type: smooth-l1, beta:"
            + " 0.1, weight: 1}, box_targets: {deviation: [0.1, 0.1, 0.2, 0.2]}";
    static final String BRANCH = "{roi: {type: roi-pool, output_size: 4}, convolutions: 1, channels: 3";

    /** A {@code model} block of each system. */
    static final Map<String, String> BY_SYSTEM = Map.ofEntries(
            Map.entry(
                    "fast-rcnn",
                    "proposals: " + GRID + ", " + SHARED
                            + ", roi: {type: roi-pool, output_size: 2}, box_loss: {type: smooth-l1,"
                            + " beta: 0.1, weight: 1}, box_targets: {deviation: [0.1, 0.1, 0.2, 0.2]}"),
            Map.entry(
                    "rcnn",
                    "proposals: " + GRID + ", " + SHARED + ", crop: {size: 32, padding: 2}, svm: " + SVM + ", "
                            + RIDGE),
            Map.entry(
                    "spp-net",
                    "proposals: " + GRID + ", " + SHARED
                            + ", roi: {type: spp, levels: [2, 1]}, scales: {shorter_sides: [32, 48],"
                            + " window: 24}, svm: "
                            + SVM + ", " + RIDGE),
            Map.entry("faster-rcnn", FASTER_RCNN),
            Map.entry(
                    "mask-rcnn",
                    FASTER_RCNN + ", mask: " + BRANCH + ", threshold: 0.4}, key_points: " + BRANCH
                            + ", outputs: {type: heat-map}}"),
            Map.entry(
                    "yolo",
                    "input: {side: 32, aspect: stretched}, backbone: " + TINY
                            + ", head: {channels: [4], strides: [1], fc: [8],"
                            + " dropout: 0.2}, grid: {cells: 3, boxes: 2}, loss: {coord: 2, noobj: 0.1, confidence: one},"
                            + " postprocessing: {score: 0.002, nms: 0.3, detections: 6}"),
            Map.entry(
                    "classifier",
                    "backbone: " + TINY
                            + ", pooling: {type: spp, levels: [2, 1]}, head: {fc: [8], dropout: 0.2}, auxiliary:"
                            + " {heads: 1, weight: 0.3, channels: 3, head: {fc: [4], dropout: 0.1}}, label_smoothing: 0.1,"
                            + " crops: {side: 32, padding: 2}, views: {squares: {side: 32, places: five}, mirrored: true}"),
            Map.entry(
                    "localizer",
                    "backbone: " + TINY
                            + ", pooling: {type: spp, levels: [2, 1]}, head: {fc: [8], dropout: 0.2}, boxes: by-class,"
                            + " box_loss: {type: smooth-l1, beta: 0.1, weight: 1}"),
            Map.entry(
                    "pose-regressor",
                    "backbone: " + TINY
                            + ", pooling: {type: spp, levels: [2, 1]}, head: {fc: [8], dropout: 0.2}, joint_loss: {type:"
                            + " smooth-l1, beta: 0.1}"),
            Map.entry(
                    "sliding-window",
                    SHARED + ", crop: {size: 32, padding: 2}, windows: {sides: [16, 24], ratios: [1.0], step: 0.4}"),
            Map.entry("fcn", "backbone: " + TINY + ", finest: 4, upsampling: learned, class_weights: [1, 2, 2]"),
            Map.entry(
                    "encoder-decoder",
                    "channels: [4, 6], convolutions: 1, batch_norm: true, upsampling: max-unpooling, class_weights: [1, 2, 2]"),
            Map.entry(
                    "pixel-window",
                    "backbone: " + TINY
                            + ", window: 16, head: {fc: [8], dropout: 0.2}, pixels: 6, step: 8, class_weights: [1, 9, 9]"));

    private KeyModels() {}
}

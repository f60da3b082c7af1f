package dev.roilab.eval;

import dev.roilab.eval.GroundTruth.Standing;
import dev.roilab.geometry.Ranking;
import java.util.Arrays;

/**
 * One class's truths and detections, image after image, whatever they are compared by; an image without either has no
 * place here. Those of image {@code i} are {@code starts[i]} to {@code starts[i + 1]}. What they overlap by is that of
 * the class below: boxes, masks or key points.
 */
abstract class ClassObjects {
    /** Enough work to be worth handing to another thread. */
    private static final int IMAGES_A_TASK = 512;

    private final double[] truthAreas;
    private final Standing[] standings;
    private final int[] truthStarts;
    private final double[] detectionAreas;
    private final double[] scores;
    private final int[] imageOfDetection;
    private final int[] detectionStarts;
    private int images;
    private int lastImage = -1;
    private int truthCount;
    private int detectionCount;

    ClassObjects(int truths, int detections, int images) {
        int places = Math.min(images, truths + detections) + 1;
        this.truthAreas = new double[truths];
        this.standings = new Standing[truths];
        this.truthStarts = new int[places];
        this.detectionAreas = new double[detections];
        this.scores = new double[detections];
        this.imageOfDetection = new int[detections];
        this.detectionStarts = new int[places];
    }

    /**
     * COCO's overlap of a detection with truths of its image, in [0, 1]; with a crowd region, by its rule.
     *
     * @param truth the first of the truths
     * @param end one past the last
     * @param overlaps is written to, from {@code at} on
     */
    abstract void overlaps(int detection, int truth, int end, double[] overlaps, int at);

    /** Images matched by one task. */
    int imagesATask() {
        return IMAGES_A_TASK;
    }

    /** Images come in order; gives the truth's place. */
    final int addTruth(int image, double area, Standing standing) {
        open(image);
        truthAreas[truthCount] = area;
        standings[truthCount] = standing;
        return truthCount++;
    }

    /** Images come in order; gives the detection's place. */
    final int addDetection(int image, double area, double score) {
        open(image);
        detectionAreas[detectionCount] = area;
        imageOfDetection[detectionCount] = images - 1;
        scores[detectionCount] = score;
        return detectionCount++;
    }

    private void open(int image) {
        if (image != lastImage) {
            lastImage = image;
            truthStarts[images] = truthCount;
            detectionStarts[images++] = detectionCount;
        }
    }

    /** After the last image. */
    final void end() {
        truthStarts[images] = truthCount;
        detectionStarts[images] = detectionCount;
    }

    /** Images that have a truth or a detection of this class. */
    final int images() {
        return images;
    }

    final int truths() {
        return truthCount;
    }

    /** The first truth of an image; that of {@code images()} is one past the last. */
    final int firstTruth(int image) {
        return truthStarts[image];
    }

    final Standing standing(int truth) {
        return standings[truth];
    }

    final boolean isCrowd(int truth) {
        return standings[truth] == Standing.CROWD;
    }

    /** For the size ranges of COCO; need not be that of the box. */
    final double truthArea(int truth) {
        return truthAreas[truth];
    }

    final int detections() {
        return detectionCount;
    }

    /** The first detection of an image; that of {@code images()} is one past the last. */
    final int firstDetection(int image) {
        return detectionStarts[image];
    }

    final int imageOf(int detection) {
        return imageOfDetection[detection];
    }

    final double detectionArea(int detection) {
        return detectionAreas[detection];
    }

    final double score(int detection) {
        return scores[detection];
    }

    /** All detections by falling score; of equal scores those of earlier images come first, then the earlier ones. */
    final int[] ranking() {
        return Ranking.descending(scores);
    }

    /** Image by image the detections of a ranking of all, so that those of an image are again between its starts. */
    final int[] byImage(int[] ranking) {
        int[] next = Arrays.copyOf(detectionStarts, images);
        int[] ranked = new int[ranking.length];
        for (int detection : ranking) {
            ranked[next[imageOfDetection[detection]]++] = detection;
        }
        return ranked;
    }
}

package dev.roilab.eval;

import dev.roilab.eval.GroundTruth.Standing;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.Detection;
import dev.roilab.geometry.Ranking;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Sorts the best detections of each class by what is right or wrong with them: as many as the class has objects that
 * count (YOLO, arXiv:1506.02640, section 4.2). What the paper leaves open is decided so:
 *
 * <ul>
 *   <li>An IoU of exactly 0.5 is correct and one of exactly 0.1 is not background: a localization error has {@code .1
 *       <= overlap < .5} in Hoiem et al. (Diagnosing error in object detectors, ECCV 2012), and AP50 takes 0.5 as
 *       enough.
 *   <li>A detection belongs to the object of its class that it overlaps most, as in VOC. A further detection of a found
 *       object is a localization error, as in Hoiem et al.: better localization would avoid it.
 *   <li>The kinds are tried in the order of {@link ErrorKinds.Count}: what overlaps its own class is no confusion.
 *   <li>A detection that belongs to a difficult object or a crowd region, with an IoU of at least 0.5, is neither right
 *       nor wrong, as in VOC, and is none of the best. To other classes such objects are as any other.
 * </ul>
 */
public final class ErrorKindsAnalysis {
    private static final double CORRECT_FROM = 0.5;
    private static final double BACKGROUND_BELOW = 0.1;

    private final int label;
    private final Set<Integer> similar;
    private final List<ImageResult> images;

    /** By [image][truth]. */
    private final boolean[][] found;

    private enum Kind {
        CORRECT,
        LOCALIZATION,
        SIMILAR,
        OTHER,
        BACKGROUND,
        IGNORED
    }

    private ErrorKindsAnalysis(List<ImageResult> images, int label, Set<Integer> similar) {
        this.label = label;
        this.similar = similar;
        this.images = images;
        this.found = new boolean[images.size()][];
        for (int image = 0; image < found.length; image++) {
            found[image] = new boolean[images.get(image).truths().size()];
        }
    }

    /**
     * The kinds of a test set's detections; classes in parallel.
     *
     * @param similar groups of classes, by label, that are easily taken for one another; none if the data set has none
     * @throws IllegalArgumentException for a label without a class
     */
    public static ErrorKinds evaluate(EvaluationInput input, List<Set<Integer>> similar) {
        for (Set<Integer> group : similar) {
            if (group.stream().anyMatch(label -> label < 0 || label >= input.classes())) {
                throw new IllegalArgumentException(
                        "similar classes are " + group + ", expected labels of 0 to " + (input.classes() - 1));
            }
        }
        return new ErrorKinds(IntStream.range(0, input.classes())
                .parallel()
                .mapToObj(label -> new ErrorKindsAnalysis(input.images(), label, similarTo(label, similar)).count())
                .toList());
    }

    private static Set<Integer> similarTo(int label, List<Set<Integer>> groups) {
        Set<Integer> similar = new HashSet<>();
        groups.stream().filter(group -> group.contains(label)).forEach(similar::addAll);
        similar.remove(label);
        return similar;
    }

    private ErrorKinds.Count count() {
        int objects = images.stream()
                .mapToInt(image ->
                        (int) image.truths().stream().filter(this::counts).count())
                .sum();
        Map<Kind, Integer> kinds = new EnumMap<>(Kind.class);
        int missed = objects;
        int best = 0;
        for (Candidate candidate : ranked()) {
            Kind kind = kind(candidate);
            missed -= kind == Kind.CORRECT ? 1 : 0;
            if (kind != Kind.IGNORED && best < objects) {
                kinds.merge(kind, 1, Integer::sum);
                best++;
            }
        }
        return new ErrorKinds.Count(
                objects,
                kinds.getOrDefault(Kind.CORRECT, 0),
                kinds.getOrDefault(Kind.LOCALIZATION, 0),
                kinds.getOrDefault(Kind.SIMILAR, 0),
                kinds.getOrDefault(Kind.OTHER, 0),
                kinds.getOrDefault(Kind.BACKGROUND, 0),
                missed);
    }

    private boolean counts(GroundTruth truth) {
        return truth.label() == label && truth.standing() == Standing.COUNTED;
    }

    /** A detection of the class. */
    private record Candidate(int image, double score, Box box) {}

    /** By falling score; of equal scores those of earlier images come first, then the earlier ones. */
    private List<Candidate> ranked() {
        List<Candidate> candidates = new ArrayList<>();
        for (int image = 0; image < images.size(); image++) {
            for (Detection detection : images.get(image).detections()) {
                if (detection.label() == label) {
                    candidates.add(new Candidate(image, detection.score(), detection.box()));
                }
            }
        }
        double[] scores = candidates.stream().mapToDouble(Candidate::score).toArray();
        return IntStream.of(Ranking.descending(scores))
                .mapToObj(candidates::get)
                .toList();
    }

    private Kind kind(Candidate candidate) {
        List<GroundTruth> truths = images.get(candidate.image).truths();
        int own = -1;
        double overlap = 0;
        for (int truth = 0; truth < truths.size(); truth++) {
            double iou = candidate.box.iou(truths.get(truth).box());
            if (truths.get(truth).label() == label && iou > overlap) {
                overlap = iou;
                own = truth;
            }
        }
        if (overlap >= CORRECT_FROM) {
            if (truths.get(own).standing() != Standing.COUNTED) {
                return Kind.IGNORED;
            }
            boolean again = found[candidate.image][own];
            found[candidate.image][own] = true;
            return again ? Kind.LOCALIZATION : Kind.CORRECT;
        }
        if (overlap >= BACKGROUND_BELOW) {
            return Kind.LOCALIZATION;
        }
        if (meets(candidate.box, truths, similar::contains)) {
            return Kind.SIMILAR;
        }
        return meets(candidate.box, truths, other -> other != label) ? Kind.OTHER : Kind.BACKGROUND;
    }

    private static boolean meets(Box box, List<GroundTruth> truths, IntPredicate labels) {
        return truths.stream()
                .anyMatch(truth -> labels.test(truth.label()) && box.iou(truth.box()) >= BACKGROUND_BELOW);
    }
}

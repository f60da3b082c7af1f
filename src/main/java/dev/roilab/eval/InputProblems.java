package dev.roilab.eval;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Collects what makes the truths and detections of a test set impossible to evaluate. */
final class InputProblems {
    /** A message that can be read; the others are of the same kinds. */
    private static final int LISTED = 20;

    private final int classes;
    private final Set<String> seen = new HashSet<>();
    private final List<String> problems = new ArrayList<>();

    InputProblems(int classes) {
        this.classes = classes;
    }

    void image(String id) {
        if (!seen.add(id)) {
            problems.add("image " + id + " is given twice, give its detections together");
        }
    }

    void truth(String image, int label, Object place) {
        if (label < 0 || label >= classes) {
            problems.add("image " + image + " has the label " + label + " for " + place + ", expected 0 to "
                    + (classes - 1));
        }
    }

    void detection(String image, int label, double score, Object detection) {
        if (label < 0 || label >= classes || Double.isNaN(score)) {
            problems.add("image " + image + " has the detection " + detection + ", expected a label of 0 to "
                    + (classes - 1) + " and a score that is a number");
        }
    }

    void other(String problem) {
        problems.add(problem);
    }

    /** @throws IllegalArgumentException that lists the first twenty and counts the others */
    void throwIfAny() {
        if (!problems.isEmpty()) {
            int more = problems.size() - LISTED;
            throw new IllegalArgumentException("Cannot evaluate: "
                    + String.join("; ", problems.subList(0, Math.min(LISTED, problems.size())))
                    + (more > 0 ? "; and " + more + " more" : ""));
        }
    }
}

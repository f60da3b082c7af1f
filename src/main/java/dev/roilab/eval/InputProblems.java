package dev.roilab.eval;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Collects what makes the truths and detections of a test set impossible to evaluate. */
final class InputProblems {
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

    /** @throws IllegalArgumentException that lists them all */
    void throwIfAny() {
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("Cannot evaluate: " + String.join("; ", problems));
        }
    }
}

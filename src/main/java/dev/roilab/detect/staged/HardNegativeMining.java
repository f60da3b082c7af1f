package dev.roilab.detect.staged;

import dev.roilab.detect.staged.LinearSvm.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Trains one class's SVM against more negatives than fit into memory: R-CNN (arXiv:1311.2524), section 2.3, after
 * Felzenszwalb et al. (PAMI 2010), section 4.4. Negatives arrive image by image; those that the present SVM does not
 * place safely behind its margin are kept. Whenever enough are new, the SVM is trained again and the easy ones are
 * dropped. Everything counts as hard until there is a first SVM.
 */
final class HardNegativeMining {
    /** A negative above this score is on the wrong side of its margin, at -1, or as good as on it. */
    private static final double HARD = -1.0001;

    /** Below this score a kept negative has no influence any more; the gap keeps negatives from coming and going. */
    private static final double EASY = -1.2;

    private final LinearSvm svm;
    private final List<float[]> positives;
    private final int retrain;
    private final List<float[]> kept = new ArrayList<>();
    private Optional<Decision> decision = Optional.empty();
    private int fresh;

    /** @param retrain new negatives after which the SVM is trained again */
    HardNegativeMining(LinearSvm svm, List<float[]> positives, int retrain) {
        this.svm = svm;
        this.positives = List.copyOf(positives);
        this.retrain = retrain;
    }

    /** Takes in the negatives of one image. */
    void look(Iterable<float[]> negatives) {
        for (float[] negative : negatives) {
            if (decision.isEmpty() || decision.get().score(negative) > HARD) {
                kept.add(negative);
                fresh++;
            }
        }
        if (fresh >= retrain && !positives.isEmpty()) {
            train();
        }
    }

    private void train() {
        Decision trained = svm.train(positives, kept);
        decision = Optional.of(trained);
        kept.removeIf(negative -> trained.score(negative) < EASY);
        fresh = 0;
    }

    /** How many negatives are held at present. */
    int kept() {
        return kept.size();
    }

    /** The SVM of all that was seen; empty where the class has no positive or no negative. */
    Optional<Decision> finish() {
        if (fresh > 0 && !positives.isEmpty()) {
            train();
        }
        return decision;
    }
}

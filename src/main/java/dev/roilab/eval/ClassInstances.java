package dev.roilab.eval;

import dev.roilab.eval.GroundTruth.Standing;
import java.util.ArrayList;
import java.util.List;

/** One class's truths and detections that are more than boxes. */
abstract class ClassInstances<T extends TrueInstance, D extends FoundInstance> extends ClassObjects {
    ClassInstances(Sizes sizes) {
        super(sizes.truths, sizes.detections, sizes.images);
    }

    /** How many of each there will be; of images, at most. */
    record Sizes(int truths, int detections, int images) {}

    /** Makes an empty class. */
    interface Maker<C> {
        C make(Sizes sizes);
    }

    /** By label. */
    static <T extends TrueInstance, D extends FoundInstance, C extends ClassInstances<T, D>> List<C> of(
            InstanceInput<T, D> input, Maker<C> maker) {
        int[] truths = new int[input.classes()];
        int[] detections = new int[input.classes()];
        for (ImageInstances<T, D> image : input.images()) {
            image.truths().forEach(truth -> truths[truth.label()]++);
            image.detections().forEach(detection -> detections[detection.label()]++);
        }
        List<C> classes = new ArrayList<>();
        for (int label = 0; label < truths.length; label++) {
            classes.add(maker.make(
                    new Sizes(truths[label], detections[label], input.images().size())));
        }
        for (int index = 0; index < input.images().size(); index++) {
            ImageInstances<T, D> image = input.images().get(index);
            for (T truth : image.truths()) {
                classes.get(truth.label()).add(index, truth);
            }
            for (D detection : image.detections()) {
                classes.get(detection.label()).add(index, detection);
            }
        }
        classes.forEach(ClassObjects::end);
        return classes;
    }

    final void add(int image, T truth) {
        addTruth(image, truth.area(), standing(truth));
        keepTruth(truth);
    }

    final void add(int image, D detection) {
        addDetection(image, detection.area(), detection.score());
        keepDetection(detection);
    }

    /** Keeps what the next truth is compared by. */
    abstract void keepTruth(T truth);

    /** Keeps what the next detection is compared by. */
    abstract void keepDetection(D detection);

    /** Whether finding a truth counts. */
    Standing standing(T truth) {
        return truth.standing();
    }
}

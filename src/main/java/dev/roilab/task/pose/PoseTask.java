package dev.roilab.task.pose;

import dev.roilab.data.DataException;
import dev.roilab.data.Dataset;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.data.check.ObjectsNeeded;
import dev.roilab.data.parts.KeyPointLayout;
import dev.roilab.eval.PckResult;
import dev.roilab.file.JsonFile;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.keypoint.KeyPoint;
import dev.roilab.measure.MeasureInfo;
import dev.roilab.statistics.ImageDraws;
import dev.roilab.task.ByClass;
import dev.roilab.task.Evaluation;
import dev.roilab.task.GalleryMarks;
import dev.roilab.task.GalleryMarks.Group;
import dev.roilab.task.Mark;
import dev.roilab.task.Task;
import dev.roilab.task.TestSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * To place the named joints of a picture's one object: DeepPose (arXiv:1312.4659), section 3. Which object is meant is
 * given with the picture, so that nothing is detected; joints that are not labelled are neither learned nor counted. As
 * this task sees a data set, its classes are the joints.
 */
public final class PoseTask implements Task<TruePose, FoundPose> {
    /** It has no state. */
    public static final PoseTask INSTANCE = new PoseTask();

    private PoseTask() {}

    @Override
    public String name() {
        return "pose";
    }

    @Override
    public List<MeasureInfo> measures() {
        return PoseMeasures.ALL;
    }

    /**
     * The classes become the joints. An object counts that has a labelled joint and is no crowd; others may be beside
     * it.
     *
     * @throws DataException if no object has joints, or a picture has not exactly one object that counts
     */
    @Override
    public Dataset<TruePose> read(Dataset<TrueObjects> annotated) {
        ObjectsNeeded.require(annotated, "pose estimation");
        List<Sample<TrueObjects>> samples = Stream.concat(annotated.train().stream(), annotated.test().stream())
                .toList();
        Optional<KeyPointLayout> layout = layout(samples);
        if (layout.isEmpty()) {
            throw new DataException(
                    List.of("data: no object has joints; of coco, annotations give them as keypoints, and of synthetic"
                            + " pictures the kinds arrow and chevron have them: data.kinds"),
                    annotated.warnings());
        }
        List<String> problems = new ArrayList<>();
        refuse(
                        samples,
                        poses -> poses.isEmpty(),
                        "no object with a labelled joint",
                        "label one, or take them out of the splits; of synthetic pictures the kinds arrow and chevron"
                                + " have joints: data.kinds")
                .ifPresent(problems::add);
        refuse(
                        samples,
                        poses -> poses.size() > 1,
                        "several objects with labelled joints, and a pose is of one",
                        "cut them into pictures of one, or let mask-rcnn find every object with its key_points; of"
                                + " synthetic pictures there can be one, as data.objects says")
                .ifPresent(problems::add);
        if (!problems.isEmpty()) {
            throw new DataException(problems, annotated.warnings());
        }
        return annotated
                .map(sample -> TruePose.of(sample.truth()).orElseThrow())
                .withClasses(layout.get().names());
    }

    /** Also of objects without a labelled one. */
    private static Optional<KeyPointLayout> layout(List<Sample<TrueObjects>> samples) {
        return samples.stream()
                .flatMap(sample -> sample.truth().objects().stream())
                .flatMap(object -> object.parts().keyPoints().stream())
                .map(joints -> joints.layout())
                .findFirst();
    }

    private static Optional<String> refuse(
            List<Sample<TrueObjects>> samples, Predicate<List<TruePose>> isWrong, String what, String advice) {
        List<String> wrong = samples.stream()
                .filter(sample -> isWrong.test(TruePose.allOf(sample.truth())))
                .map(Sample::id)
                .toList();
        return wrong.isEmpty()
                ? Optional.empty()
                : Optional.of("data: %d of %d pictures have %s, the first is %s; %s"
                        .formatted(wrong.size(), samples.size(), what, wrong.getFirst(), advice));
    }

    private static List<JointSums> sums(TestSet<TruePose, FoundPose> tested) {
        return tested.images().stream().map(JointSums::of).toList();
    }

    @Override
    public Evaluation evaluate(TestSet<TruePose, FoundPose> tested) {
        JointSums all = JointSums.NONE;
        for (JointSums picture : sums(tested)) {
            all = all.plus(picture, 1);
        }
        return new Evaluation(
                all.measures(), List.of(new ByClass(PoseMeasures.OF_A_JOINT, byJoint(tested))), List.of());
    }

    /** Of joints that some picture labels. */
    private static SequencedMap<String, Double> byJoint(TestSet<TruePose, FoundPose> tested) {
        SequencedMap<String, Double> values = new LinkedHashMap<>();
        List<PckResult.Count> counts = JointSums.pck(
                        tested.images(), tested.classes().size(), JointSums.NEAR)
                .points();
        for (int joint = 0; joint < counts.size(); joint++) {
            String name = tested.classes().get(joint);
            counts.get(joint).ofAll().ifPresent(share -> values.put(name, share));
        }
        return values;
    }

    /** All but the number of joints, which is what it is. */
    @Override
    public SequencedMap<String, double[]> replicates(TestSet<TruePose, FoundPose> tested, int draws) {
        List<JointSums> pictures = sums(tested);
        SequencedMap<String, double[]> drawn = new LinkedHashMap<>();
        for (int draw = 0; draw < draws; draw++) {
            int[] weights = ImageDraws.weights(draw, pictures.size());
            JointSums all = JointSums.NONE;
            for (int picture = 0; picture < weights.length; picture++) {
                all = all.plus(pictures.get(picture), weights[picture]);
            }
            SequencedMap<String, Double> measures = all.measures();
            measures.remove(PoseMeasures.JOINTS.name());
            int place = draw;
            measures.forEach((name, value) -> drawn.computeIfAbsent(name, _ -> new double[draws])[place] = value);
        }
        return drawn;
    }

    @Override
    public GalleryMarks marks(List<String> classes, TruePose truth, FoundPose found) {
        return new GalleryMarks(
                new Group("annotated", "annotated joints", points(truth.joints().points())),
                new Group("found", "found joints", points(found.joints())));
    }

    /** Each by itself, in the colour of its name. */
    private static List<Mark> points(List<KeyPoint> joints) {
        List<Mark> marks = new ArrayList<>();
        for (int joint = 0; joint < joints.size(); joint++) {
            KeyPoint point = joints.get(joint);
            if (point.isLabelled()) {
                marks.add(
                        new Mark.Points(List.of(List.of(point.x(), point.y())), Optional.of(joint), Optional.empty()));
            }
        }
        return marks;
    }

    @Override
    public String findings() {
        return "poses";
    }

    private record Truth(List<Double> box, List<List<Double>> joints) {}

    private record Stored<V>(List<String> joints, SequencedMap<String, V> images) {}

    /** By image, in the order of the split: x and y of each joint, in continuous pixels. */
    @Override
    public String findingsJson(TestSet<TruePose, FoundPose> tested) {
        SequencedMap<String, List<List<Double>>> images = new LinkedHashMap<>();
        tested.images()
                .forEach(image -> images.put(
                        image.sample().id(),
                        image.found().joints().stream()
                                .map(joint -> List.of(joint.x(), joint.y()))
                                .toList()));
        return JsonFile.compact(new Stored<>(tested.classes(), images)) + "\n";
    }

    /** By image: the object's box, x1, y1, x2, y2, and x, y and COCO's visibility of each joint. */
    @Override
    public String truthJson(List<String> classes, List<Sample<TruePose>> samples) {
        SequencedMap<String, Truth> images = new LinkedHashMap<>();
        samples.forEach(sample -> images.put(sample.id(), truth(sample.truth())));
        return JsonFile.compact(new Stored<>(classes, images)) + "\n";
    }

    private static Truth truth(TruePose pose) {
        Box box = pose.box();
        return new Truth(
                List.of(box.x1(), box.y1(), box.x2(), box.y2()),
                pose.joints().points().stream()
                        .map(joint -> List.of(joint.x(), joint.y(), (double)
                                joint.visibility().code()))
                        .toList());
    }
}

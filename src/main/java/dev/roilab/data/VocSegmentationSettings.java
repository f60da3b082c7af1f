package dev.roilab.data;

import dev.roilab.data.LabelMapsSettings.MapClass;
import dev.roilab.data.check.SettingRules;
import dev.roilab.yaml.Range;
import dev.roilab.yaml.Ranges;
import java.util.List;
import java.util.Optional;

/**
 * A folder in Pascal VOC layout with its label maps: {@code JPEGImages}, {@code SegmentationClass/*.png}, in which a
 * pixel is the index of its class and 255 is ignored, and {@code ImageSets/Segmentation/*.txt}.
 *
 * @param root the folder; absent: {@code --data-root} gives it; a relative one starts at {@code --data-root} if given
 * @param classes by index, background first; absent: those of Pascal VOC
 * @param trainSplit names under {@code ImageSets/Segmentation} whose union is trained on
 * @param testSplit name under {@code ImageSets/Segmentation} that is tested on
 */
public record VocSegmentationSettings(
        Optional<String> root,
        Optional<List<String>> classes,
        List<String> trainSplit,
        String testSplit,
        @Range(min = 16) int shorterSide,
        int longerSide)
        implements DataSettings {
    private static final List<String> CLASSES = List.of(
            "background",
            "aeroplane",
            "bicycle",
            "bird",
            "boat",
            "bottle",
            "bus",
            "car",
            "cat",
            "chair",
            "cow",
            "diningtable",
            "dog",
            "horse",
            "motorbike",
            "person",
            "pottedplant",
            "sheep",
            "sofa",
            "train",
            "tvmonitor");

    public VocSegmentationSettings {
        classes = classes.map(List::copyOf);
        trainSplit = List.copyOf(trainSplit);
        List<String> problems = Ranges.problems(
                VocSegmentationSettings.class, root, classes, trainSplit, testSplit, shorterSide, longerSide);
        classes.ifPresent(names -> problems.addAll(LabelMapsSettings.problems(
                "classes", names.stream().map(VocSegmentationSettings::indexed).toList(), List.of())));
        SettingRules.requireNames(problems, "train_split", trainSplit);
        if (testSplit.isBlank()) {
            problems.add("test_split must be a name under ImageSets/Segmentation, got an empty text");
        }
        SettingRules.throwAny(problems, shorterSide, longerSide);
    }

    private static MapClass indexed(String name) {
        return new MapClass(name, Optional.empty());
    }

    /** The classes by index. */
    public List<String> names() {
        return classes.orElse(CLASSES);
    }

    /** The same folder, described as any other with pictures and maps. */
    public LabelMapsSettings asLabelMaps() {
        return new LabelMapsSettings(
                root,
                "JPEGImages",
                "SegmentationClass",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(
                        trainSplit.stream().map(VocSegmentationSettings::list).toList()),
                Optional.of(list(testSplit)),
                Optional.empty(),
                Optional.empty(),
                Optional.of(
                        names().stream().map(VocSegmentationSettings::indexed).toList()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                shorterSide,
                longerSide);
    }

    private static String list(String split) {
        return "ImageSets/Segmentation/" + split + ".txt";
    }
}

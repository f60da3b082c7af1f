package dev.roilab.data;

import dev.roilab.data.check.SettingRules;
import dev.roilab.data.shapes.PatternClass;
import dev.roilab.data.shapes.ShapeClass;
import dev.roilab.yaml.PartlyRead;
import dev.roilab.yaml.Range;
import dev.roilab.yaml.Ranges;
import dev.roilab.yaml.Unread;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The {@code data} block of a study. */
public sealed interface DataSettings
        permits DataSettings.Shapes,
                DataSettings.Voc,
                DataSettings.Coco,
                DataSettings.Patterns,
                ClassFoldersSettings,
                LabelMapsSettings,
                VocSegmentationSettings {
    /** Length of the shorter side that images are resized to, in pixels. */
    int shorterSide();

    /** The longer side after resizing is at most this, in pixels. */
    int longerSide();

    /** Whether what is known of its pictures are objects; else it is the class of each pixel. */
    default boolean hasObjects() {
        return switch (this) {
            case Shapes _, Voc _, Coco _, Patterns _, ClassFoldersSettings _ -> true;
            case LabelMapsSettings _, VocSegmentationSettings _ -> false;
        };
    }

    /** Names of the classes, in the order of their labels; absent where a file will tell them. */
    default Optional<List<String>> classNames() {
        return switch (this) {
            case Shapes shapes ->
                Optional.of(shapes.drawn().stream().map(ShapeClass::label).toList());
            case Voc voc -> Optional.of(voc.classes());
            case Coco coco -> coco.classes();
            case Patterns patterns -> Optional.of(PatternClass.names(patterns));
            case ClassFoldersSettings folders -> folders.classes();
            case LabelMapsSettings maps -> maps.classNames();
            case VocSegmentationSettings voc -> Optional.of(voc.names());
        };
    }

    /**
     * Synthetic pictures of geometric shapes over textured ground; boxes are exact to a fraction of a pixel.
     *
     * @param seed of the pictures; independent of the trials' seeds, so that all trials see the same data
     * @param width of a picture in pixels
     * @param height of a picture in pixels
     * @param train number of training pictures
     * @param test number of held-out pictures
     * @param classes how many of the shape classes to draw
     * @param objects most objects a picture; at least one is drawn, and fewer where no free place is found
     * @param smallest longer side of the smallest object's box, in pixels
     * @param largest longer side of the largest object's box, in pixels; the sizes in between are log-uniform
     * @param occlusion the largest part of an object's box, in [0, 1), that the boxes of later objects may cover
     * @param texture strength of the ground's and the shapes' texture, in [0, 1]
     * @param noise standard deviation of the pixel noise, in grey levels
     * @param kinds the shape classes to draw, in label order, as many as {@code classes}; absent: the first ones
     * @param warp by how much outlines are bent, in parts of an object's longer side before that; absent: 0, not at all
     */
    record Shapes(
            long seed,
            @Range(min = 16) int width,
            @Range(min = 16) int height,
            @Range(min = 1) int train,
            @Range(min = 1) int test,
            @Range(min = 1) int classes,
            @Range(min = 1) int objects,
            @Range(min = 4, unit = "pixels") double smallest,
            double largest,
            @Range(min = 0, below = 1) double occlusion,
            @Range(min = 0, max = 1) double texture,
            @Range(min = 0, max = 255, unit = "grey levels") double noise,
            Optional<List<ShapeClass>> kinds,
            @Range(min = 0, max = 0.3) Optional<Double> warp,
            @Range(min = 16) int shorterSide,
            int longerSide)
            implements DataSettings, PartlyRead {
        /** The first classes, not bent. */
        public Shapes(
                long seed,
                int width,
                int height,
                int train,
                int test,
                int classes,
                int objects,
                double smallest,
                double largest,
                double occlusion,
                double texture,
                double noise,
                int shorterSide,
                int longerSide) {
            this(
                    seed,
                    width,
                    height,
                    train,
                    test,
                    classes,
                    objects,
                    smallest,
                    largest,
                    occlusion,
                    texture,
                    noise,
                    Optional.empty(),
                    Optional.empty(),
                    shorterSide,
                    longerSide);
        }

        public Shapes {
            kinds = kinds.map(List::copyOf);
            List<String> problems = Ranges.problems(
                    Shapes.class,
                    seed,
                    width,
                    height,
                    train,
                    test,
                    classes,
                    objects,
                    smallest,
                    largest,
                    occlusion,
                    texture,
                    noise,
                    kinds,
                    warp,
                    shorterSide,
                    longerSide);
            problems.addAll(ShapeClass.problems(classes, kinds));
            SettingRules.require(
                    problems, largest >= smallest, "largest must be >= smallest (" + smallest + ")", largest);
            SettingRules.require(
                    problems, largest <= Math.min(width, height), "largest must fit into the picture", largest);
            SettingRules.throwAny(problems, shorterSide, longerSide);
        }

        /** The classes that are drawn, in label order. */
        public List<ShapeClass> drawn() {
            return kinds.orElseGet(() -> List.of(ShapeClass.values()).subList(0, classes));
        }

        @Override
        public List<Unread> unread() {
            List<Unread> unread = new ArrayList<>(Unread.asDefault("warp", warp, 0.0));
            if (objects == 1) {
                unread.add(Unread.keys("one object has no other that may cover it", "occlusion"));
            }
            return List.copyOf(unread);
        }
    }

    /**
     * A folder in Pascal VOC layout: {@code Annotations/*.xml}, {@code JPEGImages}, {@code ImageSets/Main/*.txt}.
     *
     * <p>VOC counts pixels from 1 and includes both ends. Boxes here are continuous and exclude their right and lower
     * end, so a file's {@code xmin, ymin, xmax, ymax} becomes {@code xmin - 1, ymin - 1, xmax, ymax}.
     *
     * <p>Difficult objects that are not trained on are no objects of the training split at all, for any system and
     * stage: a candidate over one is judged by the objects that are left, so that it may be drawn as background. So do
     * the SPPnet authors' code (ShaoqingRen/SPP_net, {@code roidb_from_voc.m}) and py-faster-rcnn ({@code use_diff:
     * False}); Fast R-CNN's and R-CNN's own code trains on them. In the test they are neither rewarded nor punished.
     *
     * @param root the folder; absent: {@code --data-root} gives it; a relative one starts at {@code --data-root} if
     *     given
     * @param classes names in label order; a name in the annotations that is not here is an error
     * @param trainSplit names under {@code ImageSets/Main} whose union is trained on
     * @param testSplit name under {@code ImageSets/Main} that is tested on
     * @param onBadBox what to do with a box without extent or outside its image
     * @param trainDifficult whether objects marked as difficult are trained on; absent: false
     * @param firstPixel what the files call the first column and row, 0 or 1; absent: 1, as in VOC
     * @param orientation which way pictures with a turn by EXIF are read; absent: as stored, and files whose
     *     {@code <size>} does not settle it are errors
     */
    record Voc(
            Optional<String> root,
            List<String> classes,
            List<String> trainSplit,
            String testSplit,
            OnBadBox onBadBox,
            Optional<Boolean> trainDifficult,
            @Range(among = {0, 1}) Optional<Integer> firstPixel,
            Optional<Orientation> orientation,
            @Range(min = 16) int shorterSide,
            int longerSide)
            implements DataSettings, PartlyRead {
        public Voc {
            classes = List.copyOf(classes);
            trainSplit = List.copyOf(trainSplit);
            List<String> problems = Ranges.problems(
                    Voc.class,
                    root,
                    classes,
                    trainSplit,
                    testSplit,
                    onBadBox,
                    trainDifficult,
                    firstPixel,
                    orientation,
                    shorterSide,
                    longerSide);
            SettingRules.requireNames(problems, "classes", classes);
            SettingRules.requireNames(problems, "train_split", trainSplit);
            if (testSplit.isBlank()) {
                problems.add("test_split must be a name under ImageSets/Main, got an empty text");
            }
            SettingRules.throwAny(problems, shorterSide, longerSide);
        }

        @Override
        public List<Unread> unread() {
            List<Unread> unread = new ArrayList<>(Unread.asDefault("train_difficult", trainDifficult, false));
            unread.addAll(Unread.asDefault("first_pixel", firstPixel, 1));
            unread.addAll(Unread.asDefault("orientation", orientation, Orientation.STORED));
            return unread;
        }
    }

    /**
     * Pictures with COCO's JSON files: boxes, masks, key points, crowds. Boxes are continuous: left, top, width,
     * height.
     *
     * <p>Crowd regions are no objects of the training split: a candidate over one is judged by the objects that are
     * left. In the test they absorb any number of detections. A picture without annotations is background.
     *
     * @param root the folder; absent: {@code --data-root} gives it; a relative one starts at {@code --data-root} if
     *     given
     * @param images folder of the pictures under the root, in which {@code file_name} is; absent: the root itself
     * @param annotations file of the training pictures under the root
     * @param testImages folder of the test pictures; absent: {@code images}
     * @param testAnnotations file of the test pictures under the root
     * @param testEvery of one file for both: in the order of their ids every so many pictures one is tested on, and the
     *     others are trained on
     * @param classes names in label order; an object of another class is an error; absent: all categories, by rising id
     * @param onBadBox what to do with a box without extent, and with boxes, polygons and key points outside their
     *     picture
     * @param keyPointSigmas for each key point how far apart people place it, in parts of the square root of an
     *     object's area; absent: those of COCO's 17 points of a person, and no measure of others
     */
    record Coco(
            Optional<String> root,
            Optional<String> images,
            String annotations,
            Optional<String> testImages,
            Optional<String> testAnnotations,
            @Range(min = 2) Optional<Integer> testEvery,
            Optional<List<String>> classes,
            OnBadBox onBadBox,
            @Range(above = 0) Optional<List<Double>> keyPointSigmas,
            @Range(min = 16) int shorterSide,
            int longerSide)
            implements DataSettings {
        public Coco {
            classes = classes.map(List::copyOf);
            keyPointSigmas = keyPointSigmas.map(List::copyOf);
            List<String> problems = Ranges.problems(
                    Coco.class,
                    root,
                    images,
                    annotations,
                    testImages,
                    testAnnotations,
                    testEvery,
                    classes,
                    onBadBox,
                    keyPointSigmas,
                    shorterSide,
                    longerSide);
            classes.ifPresent(names -> SettingRules.requireNames(problems, "classes", names));
            SettingRules.require(problems, !annotations.isBlank(), "annotations must name a file", "an empty text");
            SettingRules.require(
                    problems,
                    testAnnotations.isPresent() != testEvery.isPresent(),
                    "one of test_annotations and test_every says what is tested on",
                    testAnnotations.isPresent() ? "both" : "neither");
            SettingRules.require(
                    problems,
                    testImages.isEmpty() || testAnnotations.isPresent(),
                    "test_images belongs to test_annotations",
                    testImages.orElse(""));
            SettingRules.throwAny(problems, shorterSide, longerSide);
        }
    }

    /** Which way a picture is read whose file asks viewers to turn it (EXIF orientation 2 to 8). */
    enum Orientation {
        /** Rows and columns as the file has them. */
        STORED,
        /** Turned as viewers and labelling tools show it. */
        SHOWN
    }

    /** What becomes of a box without extent or outside its image. */
    enum OnBadBox {
        /** The study does not start. */
        FAIL,
        /** The box is cut to the image; one without extent is left out. */
        CLIP,
        /** The box is left out. */
        SKIP
    }

    /**
     * Square pictures of one striped shape each, whose class is its shape and the direction of its stripes. Shapes turn
     * and stripes do not, so that neither alone tells the class; a training on as many pictures as it has steps times
     * images never sees one twice.
     *
     * @param seed of the pictures; independent of the trials' seeds, so that all trials see the same data
     * @param side of a picture in pixels
     * @param train number of training pictures
     * @param test number of held-out pictures
     * @param shapes how many of the shape classes to draw
     * @param directions of the stripes, evenly spread over half a turn
     * @param clutter strength of the ground's texture, in [0, 1]
     * @param noise standard deviation of the pixel noise, in grey levels
     */
    record Patterns(
            long seed,
            @Range(min = 16) int side,
            @Range(min = 1) int train,
            @Range(min = 1) int test,
            @Range(min = 1, max = 8) int shapes,
            @Range(min = 1, max = 4) int directions,
            @Range(min = 0, max = 1) double clutter,
            @Range(min = 0, max = 255, unit = "grey levels") double noise,
            @Range(min = 16) int shorterSide,
            int longerSide)
            implements DataSettings {
        public Patterns {
            List<String> problems = Ranges.problems(
                    Patterns.class,
                    seed,
                    side,
                    train,
                    test,
                    shapes,
                    directions,
                    clutter,
                    noise,
                    shorterSide,
                    longerSide);
            SettingRules.throwAny(problems, shorterSide, longerSide);
        }

        /** Whether a mirror image of some class is a picture of another. */
        public boolean isMirrorSensitive() {
            // Level and upright stripes are their own mirror images.
            return directions > 2;
        }
    }
}

package dev.roilab.data;

import dev.roilab.data.check.SettingRules;
import dev.roilab.data.parts.LabelMap;
import dev.roilab.yaml.PartlyRead;
import dev.roilab.yaml.Range;
import dev.roilab.yaml.Ranges;
import dev.roilab.yaml.Unread;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Pictures and, for each, a PNG file of its size with the class of every pixel: by its index or by its colour. One
 * {@code *} in the folders' names stands for any text without a slash; what it stands for is the pictures' group, and
 * no group is in both splits.
 *
 * @param root the folder; absent: {@code --data-root} gives it; a relative one starts at {@code --data-root} if given
 * @param images folder of the pictures under the root
 * @param maps folder of their maps under the root
 * @param mapSuffix what follows a picture's name, less its extension, in the name of its map; absent: nothing
 * @param testImages folder of the test pictures; absent: {@code images} has them, too
 * @param testMaps folder of their maps, if {@code testImages} is named
 * @param trainLists files under the root with the names of pictures, the union of which is trained on; absent: all that
 *     {@code testList} does not name
 * @param testList file under the root with the names of the pictures that are tested on
 * @param testEvery in the order of the pictures' names, or of their groups' if there are any, every so many are tested
 *     on, and the others are trained on
 * @param testGroups the groups that are tested on
 * @param classes by index; with colours in any order, and a class that several colours have several times
 * @param classFile file under the root with the classes and their colours
 * @param ignored names among the classes that are none: their pixels are not trained on and not counted
 * @param unknown of pixels that no class has; absent: {@code error}
 * @param crop pictures are cut into squares; absent: they are read whole
 */
public record LabelMapsSettings(
        Optional<String> root,
        String images,
        String maps,
        Optional<String> mapSuffix,
        Optional<String> testImages,
        Optional<String> testMaps,
        Optional<List<String>> trainLists,
        Optional<String> testList,
        @Range(min = 2) Optional<Integer> testEvery,
        Optional<List<String>> testGroups,
        Optional<List<MapClass>> classes,
        Optional<String> classFile,
        Optional<List<String>> ignored,
        Optional<Unknown> unknown,
        Optional<Crop> crop,
        @Range(min = 16) int shorterSide,
        int longerSide)
        implements DataSettings, PartlyRead {
    private static final Pattern COLOUR = Pattern.compile("#[0-9a-fA-F]{6}");

    /**
     * A class of the maps.
     *
     * @param colour {@code #RRGGBB}; absent: maps hold its place in the list of classes, from 0
     */
    public record MapClass(String name, Optional<String> colour) {}

    /** What becomes of pixels whose value or colour is of no class. */
    public enum Unknown {
        /** The study does not start. */
        ERROR,
        /** They are ignored. */
        IGNORE
    }

    /**
     * How pictures are cut. The first square is at the upper left; one that would reach beyond the picture is moved
     * back to its edge. Of a picture that is smaller there is one, as large as it.
     *
     * @param side of a square, in pixels of the picture as it is
     * @param step from one square of a training picture to the next; absent: {@code side}, as in the test, where what
     *     an earlier square has is ignored in a later one
     */
    public record Crop(
            @Range(min = 16) int side, @Range(min = 1) Optional<Integer> step) implements PartlyRead {
        public Crop {
            List<String> problems = Ranges.problems(Crop.class, side, step);
            SettingRules.require(
                    problems,
                    step.isEmpty() || step.get() <= side,
                    "step must be <= side (" + side + "), or pixels would be left out",
                    step.orElse(0));
            Ranges.throwAny(problems);
        }

        @Override
        public List<Unread> unread() {
            return Unread.asDefault("step", step, side);
        }
    }

    public LabelMapsSettings {
        trainLists = trainLists.map(List::copyOf);
        testGroups = testGroups.map(List::copyOf);
        classes = classes.map(List::copyOf);
        ignored = ignored.map(List::copyOf);
        List<String> problems = Ranges.problems(
                LabelMapsSettings.class,
                root,
                images,
                maps,
                mapSuffix,
                testImages,
                testMaps,
                trainLists,
                testList,
                testEvery,
                testGroups,
                classes,
                classFile,
                ignored,
                unknown,
                crop,
                shorterSide,
                longerSide);
        SettingRules.require(
                problems,
                classes.isPresent() != classFile.isPresent(),
                "one of classes and class_file says which classes there are",
                classes.isPresent() ? "both" : "neither");
        Optional<List<String>> left = ignored;
        classes.ifPresent(named -> problems.addAll(problems("classes", named, left.orElse(List.of()))));
        SettingRules.require(
                problems,
                !images.equals(maps) || !mapSuffix.orElse("").isEmpty(),
                "map_suffix must tell maps from pictures where both are in one folder",
                "nothing");
        checkSplits(problems, testImages, testMaps, trainLists, testList, testEvery, testGroups);
        checkStars(problems, images, maps, testImages, testMaps, testList, testGroups);
        SettingRules.throwAny(problems, shorterSide, longerSide);
    }

    /**
     * What is wrong with classes, wherever they are named.
     *
     * @param key that names them
     * @param ignored names that are no classes
     */
    public static List<String> problems(String key, List<MapClass> classes, List<String> ignored) {
        List<String> problems = new ArrayList<>();
        List<String> names = classes.stream().map(MapClass::name).distinct().toList();
        List<String> colours =
                classes.stream().flatMap(each -> each.colour().stream()).toList();
        SettingRules.requireNames(
                problems,
                key,
                colours.isEmpty() ? classes.stream().map(MapClass::name).toList() : names);
        SettingRules.require(
                problems,
                colours.isEmpty() || colours.size() == classes.size(),
                key + " must all have a colour, or none of them",
                colours.size() + " of " + classes.size());
        colours.stream()
                .filter(colour -> !COLOUR.matcher(colour).matches())
                .forEach(colour -> problems.add(
                        "%s must have colours such as \"#6EC1E4\", in quotes, got '%s'".formatted(key, colour)));
        SettingRules.require(
                problems,
                new HashSet<>(colours.stream().map(String::toUpperCase).toList()).size() == colours.size(),
                key + " must not repeat a colour",
                colours);
        ignored.stream()
                .filter(name -> !names.contains(name))
                .forEach(name -> problems.add("ignored must be names among the classes, got " + name));
        long kept = names.stream().filter(name -> !ignored.contains(name)).count();
        SettingRules.require(
                problems,
                names.isEmpty() || (kept >= 2 && classes.size() <= LabelMap.MOST_CLASSES),
                key + " must be 2 to " + LabelMap.MOST_CLASSES + " that are not ignored",
                kept);
        return problems;
    }

    private static void checkSplits(
            List<String> problems,
            Optional<String> testImages,
            Optional<String> testMaps,
            Optional<List<String>> trainLists,
            Optional<String> testList,
            Optional<Integer> testEvery,
            Optional<List<String>> testGroups) {
        long ways = Stream.of(testImages, testList, testEvery, testGroups)
                .filter(Optional::isPresent)
                .count();
        SettingRules.require(
                problems,
                ways == 1,
                "one of test_images, test_list, test_every and test_groups says what is tested on",
                ways == 0 ? "none" : ways + " of them");
        SettingRules.require(
                problems,
                testMaps.isPresent() == testImages.isPresent(),
                "test_maps and test_images belong together",
                testMaps.isPresent() ? "test_maps alone" : "test_images alone");
        SettingRules.require(
                problems,
                trainLists.isEmpty() || testList.isPresent(),
                "train_lists belong to a test_list",
                trainLists.orElse(List.of()));
        trainLists.ifPresent(lists -> SettingRules.requireNames(problems, "train_lists", lists));
        testGroups.ifPresent(groups -> SettingRules.requireNames(problems, "test_groups", groups));
    }

    private static void checkStars(
            List<String> problems,
            String images,
            String maps,
            Optional<String> testImages,
            Optional<String> testMaps,
            Optional<String> testList,
            Optional<List<String>> testGroups) {
        SettingRules.require(
                problems,
                stars(images) <= 1 && stars(images) == stars(maps),
                "images and maps must have the * for their groups once in both, or in neither",
                images + " and " + maps);
        SettingRules.require(
                problems,
                stars(testImages.orElse("")) <= 1 && stars(testImages.orElse("")) == stars(testMaps.orElse("")),
                "test_images and test_maps must have the * for their groups once in both, or in neither",
                testImages.orElse("") + " and " + testMaps.orElse(""));
        SettingRules.require(
                problems,
                testGroups.isEmpty() || stars(images) == 1,
                "test_groups belong to images with a * in place of the groups' names",
                images);
        SettingRules.require(
                problems,
                testList.isEmpty() || stars(images) == 0,
                "test_list names pictures of one folder, and images must have no *",
                images);
    }

    private static long stars(String folder) {
        return folder.chars().filter(letter -> letter == '*').count();
    }

    @Override
    public Optional<List<String>> classNames() {
        return classes.map(named -> named.stream()
                .map(MapClass::name)
                .distinct()
                .filter(name -> !ignored.orElse(List.of()).contains(name))
                .toList());
    }

    @Override
    public List<Unread> unread() {
        List<Unread> unread = new ArrayList<>(Unread.asDefault("unknown", unknown, Unknown.ERROR));
        unread.addAll(Unread.asDefault("map_suffix", mapSuffix, ""));
        unread.addAll(Unread.asDefault("ignored", ignored, List.of()));
        return unread;
    }
}

package dev.roilab.data;

import dev.roilab.data.check.SettingRules;
import dev.roilab.yaml.PartlyRead;
import dev.roilab.yaml.Range;
import dev.roilab.yaml.Ranges;
import dev.roilab.yaml.Unread;
import java.util.List;
import java.util.Optional;

/**
 * Pictures in folders of their classes, {@code train/cat/a.jpg}, as torchvision's {@code ImageFolder} has them. Each
 * has one object, which fills it.
 *
 * @param root the folder; absent: {@code --data-root} gives it; a relative one starts at {@code --data-root} if given
 * @param trainFolder under the root, in which the classes' folders are; absent: the root itself
 * @param testFolder the same of the test pictures
 * @param testEvery of one folder for both: of each class, in the order of the pictures' names, every so many pictures
 *     one is tested on, and the others are trained on
 * @param classes the folders' names in label order; a folder that is not here is an error; absent: all, by name
 * @param orientation which way pictures with a turn by EXIF are read; absent: as stored
 */
public record ClassFoldersSettings(
        Optional<String> root,
        Optional<String> trainFolder,
        Optional<String> testFolder,
        @Range(min = 2) Optional<Integer> testEvery,
        Optional<List<String>> classes,
        Optional<Orientation> orientation,
        @Range(min = 16) int shorterSide,
        int longerSide)
        implements DataSettings, PartlyRead {
    public ClassFoldersSettings {
        classes = classes.map(List::copyOf);
        List<String> problems = Ranges.problems(
                ClassFoldersSettings.class,
                root,
                trainFolder,
                testFolder,
                testEvery,
                classes,
                orientation,
                shorterSide,
                longerSide);
        classes.ifPresent(names -> {
            SettingRules.requireNames(problems, "classes", names);
            SettingRules.require(problems, names.size() != 1, "classes must be two or more", names);
        });
        SettingRules.require(
                problems,
                testFolder.isPresent() != testEvery.isPresent(),
                "one of test_folder and test_every says what is tested on",
                testFolder.isPresent() ? "both" : "neither");
        SettingRules.require(
                problems,
                testFolder.isEmpty() || trainFolder.isPresent(),
                "train_folder must be named where test_folder is: the root itself would have the test pictures in it",
                "nothing");
        SettingRules.require(
                problems,
                testFolder.isEmpty() || !testFolder.equals(trainFolder),
                "test_folder must be another one than train_folder",
                testFolder.orElse(""));
        SettingRules.throwAny(problems, shorterSide, longerSide);
    }

    @Override
    public List<Unread> unread() {
        return Unread.asDefault("orientation", orientation, Orientation.STORED);
    }
}

package dev.roilab.data.labels;

import dev.roilab.data.LabelMapsSettings;
import dev.roilab.data.check.Findings;
import dev.roilab.data.check.PassedOver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Which pictures are trained on and which are tested on, as the settings say. */
final class Splits {
    private final LabelMapsSettings settings;
    private final Path root;
    private final String listKeys;
    private final Findings findings;
    private final PassedOver passedOver;

    /** @param listKeys the settings that name lists, for messages */
    Splits(LabelMapsSettings settings, Path root, String listKeys, Findings findings, PassedOver passedOver) {
        this.settings = settings;
        this.root = root;
        this.listKeys = listKeys;
        this.findings = findings;
        this.passedOver = passedOver;
    }

    /** The pictures of both splits, each in its order. */
    record Pictures(List<FoundPicture> train, List<FoundPicture> test) {}

    /** Looks into the folders. */
    Pictures read() {
        var listing = new PictureListing(root, settings.mapSuffix().orElse(""), findings, passedOver);
        List<FoundPicture> all = listing.of(settings.images(), settings.maps(), "");
        if (settings.testImages().isPresent()) {
            return checked(
                    all,
                    listing.of(settings.testImages().get(), settings.testMaps().orElseThrow(), "test_"),
                    "data.test_images");
        }
        if (settings.testList().isPresent()) {
            return listed(all);
        }
        List<String> groups = all.stream().map(FoundPicture::group).distinct().toList();
        if (settings.testGroups().isPresent()) {
            List<String> tested = settings.testGroups().get();
            tested.stream()
                    .filter(group -> !all.isEmpty() && !groups.contains(group))
                    .forEach(group -> findings.error(
                            "unknown groups",
                            "data.test_groups: there is no group '%s'; in the folders like %s the * stands for %s"
                                    .formatted(group, settings.images(), Findings.several(groups))));
            return checked(
                    all.stream()
                            .filter(picture -> !tested.contains(picture.group()))
                            .toList(),
                    all.stream()
                            .filter(picture -> tested.contains(picture.group()))
                            .toList(),
                    "data.test_groups");
        }
        int every = settings.testEvery().orElseThrow();
        boolean grouped = settings.images().contains("*");
        List<FoundPicture> train = new ArrayList<>();
        List<FoundPicture> test = new ArrayList<>();
        for (int place = 0; place < all.size(); place++) {
            int number = grouped ? groups.indexOf(all.get(place).group()) : place;
            (number % every == every - 1 ? test : train).add(all.get(place));
        }
        return checked(train, test, "data.test_every");
    }

    private Pictures listed(List<FoundPicture> all) {
        var lists = new PictureList(root, all, findings);
        List<FoundPicture> train = new ArrayList<>();
        settings.trainLists().ifPresent(files -> files.forEach(file -> train.addAll(lists.read(file, listKeys))));
        List<FoundPicture> test = lists.read(settings.testList().orElseThrow(), listKeys);
        if (settings.trainLists().isEmpty()) {
            all.stream().filter(picture -> !lists.has(picture)).forEach(train::add);
        } else {
            all.stream()
                    .filter(picture -> !lists.has(picture))
                    .forEach(picture -> passedOver.addUnused(picture.name()));
        }
        return checked(train, test, listKeys);
    }

    private Pictures checked(List<FoundPicture> train, List<FoundPicture> test, String key) {
        if (!findings.hasErrors() && train.isEmpty()) {
            findings.error("splits", key + ": there are no pictures left to train on; add some, or test on fewer");
        }
        if (!findings.hasErrors() && test.isEmpty()) {
            findings.error("splits", key + ": there are no pictures to test on; add some, or test on more");
        }
        return new Pictures(List.copyOf(train), List.copyOf(test));
    }
}

package dev.roilab.data.coco;

import dev.roilab.data.DataSettings;
import dev.roilab.data.Dataset;
import dev.roilab.data.Fingerprint;
import dev.roilab.data.LintReport;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObject;
import dev.roilab.data.TrueObjects;
import dev.roilab.data.check.ClassCheck;
import dev.roilab.data.check.Findings;
import dev.roilab.data.check.PictureDecoding;
import dev.roilab.data.check.PictureSample;
import dev.roilab.data.check.ReachCheck;
import dev.roilab.data.check.SoundPictures;
import dev.roilab.data.coco.CocoContent.Category;
import dev.roilab.data.coco.CocoContent.Image;
import dev.roilab.data.parts.KeyPointLayout;
import dev.roilab.file.Digest;
import dev.roilab.yaml.Suggestions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Pictures and their COCO files, read and checked as a whole. Every file is read once; its content goes into the
 * fingerprint. Every picture is decoded, unless it was found sound before.
 */
public final class CocoFolder {
    /** Changes whenever the same files give another data set. */
    private static final String VERSION = "coco-1";

    private final DataSettings.Coco settings;
    private final Path root;
    private final Findings findings = new Findings();
    private final Fingerprint fingerprint = new Fingerprint();
    private final PictureDecoding decoding;
    private final CocoPictures pictures;
    private final Map<String, String> splitOfFile = new HashMap<>();

    /**
     * The folder at a root, read as the settings say.
     *
     * @param cache folder where it is kept which pictures are sound
     */
    public CocoFolder(DataSettings.Coco settings, Path root, Optional<Path> cache) {
        this.settings = settings;
        this.root = root.toAbsolutePath().normalize();
        decoding = new PictureDecoding(findings, new SoundPictures(cache));
        pictures = new CocoPictures(this.root, findings, decoding, fingerprint);
    }

    /**
     * A split before its pictures are looked at.
     *
     * @param folder of the pictures
     */
    private record Split(String name, String folder, List<Image> images, CocoIds ids) {}

    /** Reads everything; afterwards this object is spent. */
    public LintReport load() {
        List<Split> splits;
        List<Sample<TrueObjects>> train = new ArrayList<>();
        List<Sample<TrueObjects>> test = new ArrayList<>();
        List<String> classes;
        try (decoding) {
            splits = splits();
            if (splits.isEmpty()) {
                return new LintReport(findings.errors(), findings.warnings(), Optional.empty());
            }
            classes = classes(splits.getFirst().ids());
            fingerprint.add(VERSION + " " + classes + " " + settings.onBadBox());
            var objects = new CocoObjects(classes, settings.onBadBox(), layout(splits, classes), findings);
            train.addAll(samples(splits.getFirst(), objects));
            test.addAll(samples(splits.getLast(), objects));
            decoding.finish();
            objects.report();
        }
        if (!findings.hasErrors()) {
            train.replaceAll(sample -> withoutCrowds((PictureSample) sample));
            checkObjects(classes, train, test);
        }
        if (findings.hasErrors()) {
            return new LintReport(findings.errors(), findings.warnings(), Optional.empty());
        }
        String name = String.valueOf(root.getFileName());
        var data = new Dataset<TrueObjects>(name, classes, train, test, fingerprint.hex(), findings.warnings());
        return new LintReport(findings.errors(), findings.warnings(), Optional.of(data));
    }

    /** For training and test, in this order; none where a file cannot be used. */
    private List<Split> splits() {
        String trainFolder = settings.images().orElse("");
        Optional<CocoIds> first = ids(settings.annotations(), "data.annotations");
        Optional<CocoIds> second = settings.testAnnotations().flatMap(file -> ids(file, "data.test_annotations"));
        if (first.isEmpty() || (second.isEmpty() && settings.testAnnotations().isPresent())) {
            return List.of();
        }
        if (second.isPresent()) {
            String testFolder = settings.testImages().orElse(trainFolder);
            return List.of(
                    new Split("train", trainFolder, first.get().images(), first.get()),
                    new Split("test", testFolder, second.get().images(), second.get()));
        }
        int every = settings.testEvery().orElseThrow();
        List<Image> ordered = first.get().images().stream()
                .sorted(Comparator.comparingLong(Image::id))
                .toList();
        List<Image> trained = new ArrayList<>();
        List<Image> tested = new ArrayList<>();
        for (int place = 0; place < ordered.size(); place++) {
            (place % every == every - 1 ? tested : trained).add(ordered.get(place));
        }
        return List.of(
                new Split("train", trainFolder, trained, first.get()),
                new Split("test", trainFolder, tested, first.get()));
    }

    private Optional<CocoIds> ids(String name, String key) {
        Path file = root.resolve(name).normalize();
        if (!Files.isRegularFile(file)) {
            findings.error(
                    "annotation files",
                    "%s: there is no file %s in %s; correct one of them, or set data.root".formatted(key, name, root));
            return Optional.empty();
        }
        try {
            fingerprint.add(name).add(Digest.of(file));
        } catch (IOException e) {
            findings.error(
                    "annotation files",
                    "%s: cannot be read (%s); fetch it again, or let it be read".formatted(name, e.getMessage()));
            return Optional.empty();
        }
        return CocoReading.read(file, name, findings).map(content -> {
            var corners = CornerBoxes.of(content);
            corners.hint().ifPresent(this::hint);
            corners.doubt().ifPresent(line -> findings.listed("hints", line));
            return CocoIds.of(content, findings);
        });
    }

    private void hint(String line) {
        if (settings.onBadBox() == DataSettings.OnBadBox.FAIL) {
            findings.error("hints", line);
        } else {
            findings.listed("hints", line);
        }
    }

    private List<String> classes(CocoIds trained) {
        List<String> known = trained.categories().stream()
                .sorted(Comparator.comparingLong(Category::id))
                .map(Category::name)
                .toList();
        settings.classes()
                .ifPresent(named -> named.stream()
                        .filter(name -> !known.contains(name))
                        .forEach(name -> findings.error(
                                "unknown classes",
                                "data.classes: "
                                        + Suggestions.unknown(
                                                "class", name, ", no category of " + settings.annotations(), known))));
        return settings.classes().orElse(known);
    }

    /** Of the classes that have key points; an error where they have different ones. */
    private Optional<KeyPointLayout> layout(List<Split> splits, List<String> classes) {
        List<Category> withPoints = splits.stream()
                .flatMap(split -> split.ids().categories().stream())
                .filter(category -> classes.contains(category.name()))
                .filter(category -> !category.keyPoints().isEmpty())
                .toList();
        if (withPoints.isEmpty()) {
            return Optional.empty();
        }
        Category first = withPoints.getFirst();
        withPoints.stream()
                .filter(category -> !category.keyPoints().equals(first.keyPoints()))
                .forEach(category -> findings.error(
                        "categories with other key points",
                        "%s: category %s has other key points than %s at %s; all classes of a study have the same: correct it, or leave it out of data.classes"
                                .formatted(category.place(), category.name(), first.name(), first.place())));
        try {
            return Optional.of(KeyPointLayout.byName(first.keyPoints(), settings.keyPointSigmas()));
        } catch (IllegalArgumentException e) {
            findings.error(
                    "categories with other key points",
                    first.place() + ": category " + first.name() + ": " + e.getMessage()
                            + "; correct its keypoints or data.key_point_sigmas");
            return Optional.empty();
        }
    }

    private List<Sample<TrueObjects>> samples(Split split, CocoObjects objects) {
        fingerprint.add(split.name() + " " + split.images().size());
        List<Sample<TrueObjects>> samples = new ArrayList<>();
        for (Image image : split.images()) {
            String file = split.folder() + "/" + image.fileName();
            String before = splitOfFile.putIfAbsent(file, split.name());
            if (before != null && !before.equals(split.name())) {
                findings.error(
                        "pictures of both splits",
                        image.text() + ": is a picture of training and of test; remove it from one of them");
            }
            List<TrueObject> own = objects.of(image, split.ids());
            pictures.file(image, split.folder(), split.name())
                    .map(picture -> new PictureSample(picture.name(), picture, new TrueObjects(own)))
                    .ifPresent(samples::add);
        }
        return samples;
    }

    private PictureSample withoutCrowds(PictureSample sample) {
        List<TrueObject> single = sample.truth().objects().stream()
                .filter(object -> !object.parts().crowd())
                .toList();
        if (single.size() < sample.truth().objects().size()) {
            findings.warning(
                    "crowds",
                    "%s: crowd regions of training pictures are not trained on; there they are background as any other place"
                            .formatted(sample.id()));
        }
        return new PictureSample(sample.id(), sample.picture(), new TrueObjects(single));
    }

    private void checkObjects(List<String> classes, List<Sample<TrueObjects>> train, List<Sample<TrueObjects>> test) {
        requireObjects(
                train, "data.annotations: no training picture has an object; there is nothing to train on: mark some");
        String key = settings.testAnnotations().isPresent() ? "data.test_annotations" : "data.test_every";
        requireObjects(
                test, key + ": no test picture has an object; without one no average precision is defined: mark some");
        if (!findings.hasErrors()) {
            var check = new ClassCheck(classes, findings);
            check.findUntrained(train);
            check.findUntested(test, key);
            ReachCheck.hint(Stream.concat(train.stream(), test.stream()).toList())
                    .ifPresent(line -> findings.listed("hints", line));
        }
    }

    private void requireObjects(List<Sample<TrueObjects>> samples, String problem) {
        boolean any = samples.stream()
                .flatMap(sample -> sample.truth().objects().stream())
                .anyMatch(object -> !object.parts().crowd());
        if (!any) {
            findings.error("splits", problem);
        }
    }
}

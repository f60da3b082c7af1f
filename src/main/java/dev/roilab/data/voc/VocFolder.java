package dev.roilab.data.voc;

import dev.roilab.data.DataSettings;
import dev.roilab.data.Dataset;
import dev.roilab.data.Fingerprint;
import dev.roilab.data.LintReport;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.data.Turn;
import dev.roilab.data.check.Findings;
import dev.roilab.data.check.PictureCheck;
import dev.roilab.data.check.PictureDecoding;
import dev.roilab.data.check.PictureFile;
import dev.roilab.data.check.ReachCheck;
import dev.roilab.data.check.SoundPictures;
import dev.roilab.data.image.ImageHeader;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A folder in Pascal VOC layout, read and checked as a whole: splits, annotations, and the images. Every file is read
 * once; its bytes go into the fingerprint. Every image is decoded, unless it was found sound before.
 *
 * <p>File names in splits and annotations cannot lead out of the folder. Links inside the folder are followed: whoever
 * arranges the folder decides where its files lie.
 */
public final class VocFolder {
    private final DataSettings.Voc settings;
    private final Path root;
    private final Findings findings = new Findings();
    private final FolderIndex index;
    private final PictureFinder pictures;
    private final PictureCheck pictureCheck;
    private final PictureDecoding decoding;
    private final SizeCheck sizes;
    private final BoxCheck boxes;
    private final ObjectCheck objects;
    private final Fingerprint fingerprint = new Fingerprint();
    private final Map<String, String> placeOfId = new LinkedHashMap<>();
    private final Whereabouts whereabouts;
    private final Set<String> read = new HashSet<>();

    /**
     * The folder at a root, read as the settings say.
     *
     * @param cache folder where it is kept which pictures are sound
     */
    public VocFolder(DataSettings.Voc settings, Path root, Optional<Path> cache) {
        this.settings = settings;
        this.root = root.toAbsolutePath().normalize();
        index = new FolderIndex(this.root);
        whereabouts = new Whereabouts(this.root, index);
        pictures = new PictureFinder(index, findings);
        pictureCheck = new PictureCheck(findings);
        decoding = new PictureDecoding(findings, new SoundPictures(cache));
        sizes = new SizeCheck(settings.orientation(), findings);
        boxes = new BoxCheck(settings.onBadBox(), settings.firstPixel().orElse(1), findings);
        objects = new ObjectCheck(settings, boxes, findings);
    }

    /** Reads everything; afterwards this object is spent. */
    public LintReport load() {
        if (!Files.isDirectory(root)) {
            findings.error("folders", "data.root: no folder " + root + "; set data.root or give --data-root");
            return report(Optional.empty());
        }
        Optional<String> missing = whereabouts.missingFolders();
        if (missing.isPresent()) {
            findings.error("folders", missing.get());
            return report(Optional.empty());
        }
        List<String> trainIds = new ArrayList<>();
        for (String split : settings.trainSplit()) {
            trainIds.addAll(ids(split));
        }
        List<String> testIds = ids(settings.testSplit());
        fingerprint.add("voc-1 " + settings.classes() + " " + settings.onBadBox());
        List<Sample<TrueObjects>> train;
        List<Sample<TrueObjects>> test;
        try (decoding) {
            train = samples("train", trainIds);
            test = samples("test", testIds);
            decoding.finish();
        }
        boxes.findFirstPixel();
        boxes.report();
        if (!findings.hasErrors()) {
            train = objects.trainedOn(train);
            objects.checkTest(test);
        }
        if (findings.hasErrors()) {
            return report(Optional.empty());
        }
        ReachCheck.hint(Stream.concat(train.stream(), test.stream()).toList())
                .ifPresent(line -> findings.listed("hints", line));
        String name = String.valueOf(root.getFileName());
        return report(Optional.of(new Dataset<>(
                name,
                settings.classes(),
                train,
                test,
                fingerprint.hex(),
                findings.warnings(),
                whereabouts.notRead(read::contains).stream().toList())));
    }

    private LintReport report(Optional<Dataset<TrueObjects>> data) {
        return new LintReport(findings.errors(), findings.warnings(), data);
    }

    private List<String> ids(String split) {
        String file = Whereabouts.LISTS + "/" + split + ".txt";
        Optional<byte[]> content =
                bytes(file, "data.train_split and data.test_split must name files of this folder", whereabouts::ofList);
        return content.map(list -> new SplitList(index, findings).ids(file, list, placeOfId))
                .orElse(List.of());
    }

    private List<Sample<TrueObjects>> samples(String split, List<String> ids) {
        fingerprint.add(split + " " + ids.size());
        List<Sample<TrueObjects>> samples = new ArrayList<>();
        for (String id : ids) {
            sample(split, id).ifPresent(samples::add);
        }
        return samples;
    }

    private Optional<Sample<TrueObjects>> sample(String split, String id) {
        String file = SplitList.ANNOTATIONS + "/"
                + index.find(SplitList.ANNOTATIONS, id + ".xml").orElse(id + ".xml");
        Optional<byte[]> document = bytes(
                file,
                "every image of a split needs an annotation (" + placeOfId.get(id) + ")",
                () -> orElse(whereabouts.ofAnnotation(id), "; add it, or remove that line"));
        if (document.isPresent() && file.endsWith(".XML")) {
            findings.warning(
                    "annotations in capitals",
                    file + ": is read as .xml; other programs keep upper and lower case apart and may not find it");
        }
        Optional<VocAnnotation> annotation = document.flatMap(content -> VocAnnotation.parse(content, file, findings));
        if (annotation.isEmpty()) {
            return Optional.empty();
        }
        String imageFile = PictureFinder.IMAGES + "/" + pictures.picture(id, annotation.get());
        Optional<byte[]> image = bytes(
                imageFile,
                "it is the image of " + file,
                () -> orElse(whereabouts.ofPicture(id), "; add it, or remove " + placeOfId.get(id)));
        Optional<ImageHeader> header = image.flatMap(content -> pictureCheck.header(imageFile, content));
        if (header.isEmpty()) {
            return Optional.empty();
        }
        fingerprint.add(id).add(document.get()).add(image.get());
        String hash = new Fingerprint().add(image.get()).hex();
        pictureCheck.findCopy(split, imageFile, image.get());
        decoding.start(new PictureDecoding.Picture(imageFile, hash, header.get()), image.get());
        Optional<Turn> turn = sizes.turn(annotation.get(), file, imageFile, header.get());
        return turn.map(known -> {
            var picture = new PictureFile(root, imageFile, header.get(), known, decoding.leftOver());
            return new VocSample(id, picture, annotation.get().parts(), objects.of(file, annotation.get(), picture));
        });
    }

    /**
     * The content of a file of this folder; an error if it is not there or lies elsewhere.
     *
     * @param elsewhere asked for where there is no such file
     */
    private Optional<byte[]> bytes(String relative, String why, Supplier<String> elsewhere) {
        Path path;
        try {
            path = root.resolve(relative).normalize();
        } catch (InvalidPathException _) {
            findings.error("impossible names", SplitList.shown(relative) + ": not a possible file name; " + why);
            return Optional.empty();
        }
        if (!path.startsWith(root)) {
            findings.error(
                    "names that lead out", SplitList.shown(relative) + ": leads out of the data set's folder; " + why);
            return Optional.empty();
        }
        if (!Files.isRegularFile(path)) {
            findings.error(
                    "missing files", SplitList.shown(relative) + ": " + instead(path) + "; " + why + elsewhere.get());
            return Optional.empty();
        }
        try {
            read.add(relative);
            return Optional.of(Files.readAllBytes(path));
        } catch (AccessDeniedException _) {
            findings.error(
                    "unreadable files",
                    SplitList.shown(relative) + ": cannot be read: its permissions do not allow it; " + why);
            return Optional.empty();
        } catch (IOException e) {
            findings.error(
                    "unreadable files",
                    SplitList.shown(relative) + ": cannot be read (" + e.getMessage() + "); " + why);
            return Optional.empty();
        } catch (OutOfMemoryError _) {
            findings.error("huge files", SplitList.shown(relative) + ": too large to be read; " + why);
            return Optional.empty();
        }
    }

    private static String orElse(String known, String advice) {
        return known.isEmpty() ? advice : known;
    }

    private static String instead(Path path) {
        if (Files.isDirectory(path)) {
            return "is a folder, expected a file";
        }
        if (Files.exists(path)) {
            return "is a pipe or a device, expected a file";
        }
        return Files.isSymbolicLink(path) && Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                ? "is a link that leads to no file"
                : "no such file";
    }
}

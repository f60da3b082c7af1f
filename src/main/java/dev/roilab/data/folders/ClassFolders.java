package dev.roilab.data.folders;

import dev.roilab.data.ClassFoldersSettings;
import dev.roilab.data.DataSettings.Orientation;
import dev.roilab.data.Dataset;
import dev.roilab.data.Fingerprint;
import dev.roilab.data.LintReport;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObject;
import dev.roilab.data.TrueObjects;
import dev.roilab.data.Turn;
import dev.roilab.data.check.Findings;
import dev.roilab.data.check.FoundPictures;
import dev.roilab.data.check.PassedOver;
import dev.roilab.data.check.PictureDecoding;
import dev.roilab.data.check.PictureFile;
import dev.roilab.data.check.PictureSample;
import dev.roilab.data.check.SoundPictures;
import dev.roilab.geometry.Box;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Pictures in folders of their classes, read and checked as a whole. Every picture is read once; its content goes into
 * the fingerprint. Every picture is decoded, unless it was found sound before.
 */
public final class ClassFolders {
    /** Changes whenever the same files give another data set. */
    private static final String VERSION = "class-folders-1";

    private final ClassFoldersSettings settings;
    private final Path root;
    private final Findings findings = new Findings();
    private final Fingerprint fingerprint = new Fingerprint();
    private final PictureDecoding decoding;
    private final FoundPictures pictures;
    private final PassedOver passedOver;

    /**
     * The folder at a root, read as the settings say.
     *
     * @param cache folder where it is kept which pictures are sound
     */
    public ClassFolders(ClassFoldersSettings settings, Path root, Optional<Path> cache) {
        this.settings = settings;
        this.root = root.toAbsolutePath().normalize();
        decoding = new PictureDecoding(findings, new SoundPictures(cache));
        pictures = new FoundPictures(this.root, findings, decoding, fingerprint);
        passedOver = new PassedOver(this.root);
    }

    /** Reads everything; afterwards this object is spent. */
    public LintReport load() {
        if (!Files.isDirectory(root)) {
            findings.error("folders", "data.root: no folder " + root + "; set data.root or give --data-root");
            return report(Optional.empty());
        }
        var listing = new ClassListing(root, findings, passedOver);
        SequencedMap<String, List<String>> train =
                listing.of(settings.trainFolder().orElse(""), "data.train_folder");
        Optional<SequencedMap<String, List<String>>> own =
                settings.testFolder().map(folder -> listing.of(folder, "data.test_folder"));
        if (train.isEmpty() || own.stream().anyMatch(SequencedMap::isEmpty)) {
            return report(Optional.empty());
        }
        var names = new ClassNames(findings);
        List<String> classes = names.of(settings.classes(), train, own);
        SequencedMap<String, List<String>> test = own.orElseGet(() -> heldOut(train));
        String key = own.isPresent() ? "data.test_folder" : "data.test_every";
        names.findEmpty(classes, train, test, key);
        if (test.values().stream().allMatch(List::isEmpty)) {
            findings.error("folders", key + ": there are no test pictures; add some");
        }
        fingerprint.add(VERSION + " " + classes + " " + orientation());
        List<Sample<TrueObjects>> trained;
        List<Sample<TrueObjects>> tested;
        try (decoding) {
            trained = samples("train", classes, train);
            tested = samples("test", classes, test);
            decoding.finish();
        }
        if (findings.hasErrors()) {
            return report(Optional.empty());
        }
        String name = String.valueOf(root.getFileName());
        return report(Optional.of(new Dataset<>(
                name, classes, trained, tested, fingerprint.hex(), findings.warnings(), passedOver.remarks())));
    }

    private LintReport report(Optional<Dataset<TrueObjects>> data) {
        return new LintReport(findings.errors(), findings.warnings(), data);
    }

    private Orientation orientation() {
        return settings.orientation().orElse(Orientation.STORED);
    }

    /** Takes the test pictures out of the others. */
    private SequencedMap<String, List<String>> heldOut(SequencedMap<String, List<String>> train) {
        int every = settings.testEvery().orElseThrow();
        SequencedMap<String, List<String>> test = new LinkedHashMap<>();
        train.replaceAll((name, all) -> {
            List<String> kept = new ArrayList<>();
            List<String> held = new ArrayList<>();
            for (int place = 0; place < all.size(); place++) {
                (place % every == every - 1 ? held : kept).add(all.get(place));
            }
            test.put(name, held);
            return kept;
        });
        return test;
    }

    private List<Sample<TrueObjects>> samples(
            String split, List<String> classes, SequencedMap<String, List<String>> ofClass) {
        List<Sample<TrueObjects>> samples = new ArrayList<>();
        ofClass.forEach((name, all) -> {
            int label = classes.indexOf(name);
            fingerprint.add(split + " " + name + " " + all.size());
            for (String file : all) {
                pictures.read(split, file, Optional.of(name), header -> Optional.of(turn(header.turn())))
                        .filter(_ -> label >= 0)
                        .map(picture -> new PictureSample(file, picture, filled(label, picture)))
                        .ifPresent(samples::add);
            }
        });
        return samples;
    }

    private Turn turn(Turn asked) {
        return orientation() == Orientation.SHOWN ? asked : Turn.NONE;
    }

    private static TrueObjects filled(int label, PictureFile picture) {
        var all = new Box(0, 0, picture.width(), picture.height());
        return new TrueObjects(List.of(new TrueObject(label, all, false)));
    }
}

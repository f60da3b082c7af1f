package dev.roilab.data.labels;

import dev.roilab.data.Dataset;
import dev.roilab.data.Fingerprint;
import dev.roilab.data.LabelMapsSettings;
import dev.roilab.data.LabelMapsSettings.MapClass;
import dev.roilab.data.LabelMapsSettings.Unknown;
import dev.roilab.data.LintReport;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.data.Turn;
import dev.roilab.data.VocSegmentationSettings;
import dev.roilab.data.check.Findings;
import dev.roilab.data.check.FoundPictures;
import dev.roilab.data.check.PassedOver;
import dev.roilab.data.check.PictureDecoding;
import dev.roilab.data.check.PictureFile;
import dev.roilab.data.check.PictureSample;
import dev.roilab.data.check.SoundPictures;
import dev.roilab.data.image.ImageHeader;
import dev.roilab.data.labels.MapFile.Look;
import dev.roilab.data.labels.Windows.Window;
import dev.roilab.data.parts.LabelMap;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Folders of pictures and of their maps, read and checked as a whole. Every file is read once; its content goes into
 * the fingerprint. Every map is decoded, and every picture that was not found sound before.
 */
public final class LabelMapFolder {
    /** Changes whenever the same files give another data set. */
    private static final String VERSION = "label-maps-1";

    private final LabelMapsSettings settings;
    private final Path root;
    private final String listKeys;
    private final Findings findings = new Findings();
    private final Fingerprint fingerprint = new Fingerprint();
    private final PictureDecoding decoding;
    private final FoundPictures pictures;
    private final PassedOver passedOver;

    private LabelMapFolder(LabelMapsSettings settings, Path root, Optional<Path> cache, String listKeys) {
        this.settings = settings;
        this.root = root.toAbsolutePath().normalize();
        this.listKeys = listKeys;
        decoding = new PictureDecoding(findings, new SoundPictures(cache));
        pictures = new FoundPictures(this.root, findings, decoding, fingerprint);
        passedOver = new PassedOver(this.root);
    }

    /**
     * The folder at a root, read as the settings say.
     *
     * @param cache folder where it is kept which pictures are sound
     */
    public LabelMapFolder(LabelMapsSettings settings, Path root, Optional<Path> cache) {
        this(settings, root, cache, "data.train_lists and data.test_list");
    }

    /** The same of a folder in VOC layout. */
    public LabelMapFolder(VocSegmentationSettings settings, Path root, Optional<Path> cache) {
        this(settings.asLabelMaps(), root, cache, "data.train_split and data.test_split");
    }

    /** A picture with its map's file. */
    private record Pair(FoundPicture picture, MapFile map) {}

    /** Reads everything; afterwards this object is spent. */
    public LintReport load() {
        if (!Files.isDirectory(root)) {
            findings.error("folders", "data.root: no folder " + root + "; set data.root or give --data-root");
            return report(Optional.empty());
        }
        List<String> ignored = settings.ignored().orElse(List.of());
        Optional<List<MapClass>> named = settings.classes()
                .or(() -> ClassFile.read(root, settings.classFile().orElseThrow(), ignored, findings));
        Splits.Pictures splits = new Splits(settings, root, listKeys, findings, passedOver).read();
        if (named.isEmpty() || splits.train().isEmpty() || splits.test().isEmpty()) {
            return report(Optional.empty());
        }
        var classes = new MapClasses(named.get(), ignored);
        Unknown policy = settings.unknown().orElse(Unknown.ERROR);
        fingerprint.add("%s %s %s %s".formatted(VERSION, classes.description(), policy, settings.crop()));
        var values = new MapValues(classes, settings.classFile().orElse("data.classes"), policy);
        var finder = new MapFinder(root, settings.mapSuffix().orElse(""), findings);
        List<Sample<TrueObjects>> train;
        List<Sample<TrueObjects>> test;
        try (decoding) {
            train = samples("train", pairs(splits.train(), finder, classes), values);
            test = samples("test", pairs(splits.test(), finder, classes), values);
            decoding.finish();
        }
        finder.findUnused(passedOver);
        values.report(findings);
        requireLabels("training", train);
        requireLabels("test", test);
        if (findings.hasErrors()) {
            return report(Optional.empty());
        }
        List<String> remarks = Stream.concat(
                        Stream.of(values.shares("train"), values.shares("test")), passedOver.remarks().stream())
                .toList();
        String name = String.valueOf(root.getFileName());
        return report(Optional.of(
                new Dataset<>(name, classes.names(), train, test, fingerprint.hex(), findings.warnings(), remarks)));
    }

    private LintReport report(Optional<Dataset<TrueObjects>> data) {
        return new LintReport(findings.errors(), findings.warnings(), data);
    }

    private void requireLabels(String split, List<Sample<TrueObjects>> samples) {
        if (samples.isEmpty() && !findings.hasErrors()) {
            findings.error(
                    "splits",
                    "data.classes: no %s map has a pixel of a class, all are ignored; correct the classes, data.ignored or the maps"
                            .formatted(split));
        }
    }

    private List<Pair> pairs(List<FoundPicture> found, MapFinder finder, MapClasses classes) {
        List<Pair> pairs = new ArrayList<>();
        for (FoundPicture picture : found) {
            finder.map(picture).ifPresent(map -> pairs.add(new Pair(picture, new MapFile(root, map, classes))));
        }
        return pairs;
    }

    private List<Sample<TrueObjects>> samples(String split, List<Pair> pairs, MapValues values) {
        fingerprint.add(split + " " + pairs.size());
        var windows = new Windows(settings.crop(), split.equals("test"));
        // Decoding takes most of the time; what is found is told in the order of the pictures.
        List<Look> looks =
                pairs.parallelStream().map(pair -> pair.map().look(windows)).toList();
        List<Sample<TrueObjects>> samples = new ArrayList<>();
        for (int place = 0; place < pairs.size(); place++) {
            samples.addAll(samples(split, pairs.get(place), looks.get(place), windows, values));
        }
        return samples;
    }

    private List<Sample<TrueObjects>> samples(String split, Pair pair, Look look, Windows windows, MapValues values) {
        String map = pair.map().name();
        look.problem().ifPresent(problem -> findings.error(problem.kind(), problem.text()));
        if (!look.opaque()) {
            findings.warning(
                    "maps that let something through",
                    map
                            + ": some of its pixels are to let something through (alpha); that is passed over, the colours are read");
        }
        Optional<PictureFile> picture = pictures.read(
                split,
                pair.picture().name(),
                Optional.empty(),
                header -> look.problem().isPresent() ? Optional.of(Turn.NONE) : turn(header, pair, look));
        if (look.problem().isPresent()) {
            return List.of();
        }
        fingerprint.add(map).add(look.hash());
        if (!values.add(split, map, look.counts())) {
            return List.of();
        }
        return picture.map(file -> samples(pair, file, look, windows)).orElse(List.of());
    }

    private List<Sample<TrueObjects>> samples(Pair pair, PictureFile file, Look look, Windows windows) {
        String name = pair.picture().name();
        LabelMap map = LabelMap.made(look.height(), look.width(), pair.map()::labels);
        if (look.labelled().isEmpty()) {
            findings.listed(
                    "maps without a class",
                    pair.map().name() + ": all its pixels are ignored; the picture is left out");
            return List.of();
        }
        if (settings.crop().isEmpty()) {
            return List.of(new PictureSample(name, file, new TrueObjects(List.of(), Optional.of(map))));
        }
        var whole = new CutPicture(file, map);
        List<Sample<TrueObjects>> crops = new ArrayList<>();
        for (Window window : windows.of(look.width(), look.height())) {
            var crop = new CropSample(whole, window);
            if (look.labelled().contains(window)) {
                crops.add(crop);
            } else {
                findings.warning(
                        "squares without a class",
                        crop.id() + ": all pixels of this square are ignored; it is left out");
            }
        }
        return crops;
    }

    /** As stored where that fits, as other readers of such files take it; else as shown. */
    private Optional<Turn> turn(ImageHeader header, Pair pair, Look look) {
        if (header.width() == look.width() && header.height() == look.height()) {
            return Optional.of(Turn.NONE);
        }
        if (header.shownWidth() == look.width() && header.shownHeight() == look.height()) {
            return Optional.of(header.turn());
        }
        findings.error(
                "maps of another size",
                "%s: is %d x %d pixels, and its picture %s %d x %d; make them of one size, maps without mixing values (nearest neighbour)"
                        .formatted(
                                pair.map().name(),
                                look.width(),
                                look.height(),
                                pair.picture().name(),
                                header.width(),
                                header.height()));
        return Optional.empty();
    }
}

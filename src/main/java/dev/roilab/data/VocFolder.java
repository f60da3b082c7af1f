package dev.roilab.data;

import dev.roilab.geometry.Box;
import dev.roilab.yaml.Suggestions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A folder in Pascal VOC layout, read and checked as a whole: splits, annotations, and the headers of the images. Every
 * file is read once; its bytes go into the fingerprint.
 *
 * <p>File names in splits and annotations cannot lead out of the folder. Links inside the folder are followed: whoever
 * arranges the folder decides where its files lie.
 */
final class VocFolder {
    private static final List<String> EXTENSIONS = List.of(".jpg", ".jpeg", ".png");

    private final DataSettings.Voc settings;
    private final Path root;
    private final List<String> errors = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final BoxCheck boxes;
    private final Fingerprint fingerprint = new Fingerprint();
    private final Map<String, String> imageOfHash = new LinkedHashMap<>();
    private final Map<String, Unknown> unknownClasses = new LinkedHashMap<>();
    private final int[] objectsOfClass;

    VocFolder(DataSettings.Voc settings, Path root) {
        this.settings = settings;
        this.root = root.toAbsolutePath().normalize();
        boxes = new BoxCheck(settings.onBadBox(), errors);
        objectsOfClass = new int[settings.classes().size()];
    }

    /** Reads everything; afterwards this object is spent. */
    LintReport load() {
        if (!Files.isDirectory(root)) {
            errors.add("data.root: no folder " + root + "; set data.root or give --data-root");
            return report(Optional.empty());
        }
        Map<String, String> splitOfId = new LinkedHashMap<>();
        List<String> trainIds = new ArrayList<>();
        for (String split : settings.trainSplit()) {
            trainIds.addAll(ids(split, splitOfId));
        }
        List<String> testIds = ids(settings.testSplit(), splitOfId);
        fingerprint.add("voc-1 " + settings.classes() + " " + settings.onBadBox());
        List<Sample> train = samples("train", trainIds);
        for (int i = 0; i < objectsOfClass.length; i++) {
            if (objectsOfClass[i] == 0 && errors.isEmpty()) {
                warnings.add("data.classes: no training image has an object of class '%s'"
                        .formatted(settings.classes().get(i)));
            }
        }
        List<Sample> test = samples("test", testIds);
        countUnknownClasses();
        warnings.addAll(0, boxes.warnings());
        if (!errors.isEmpty()) {
            return report(Optional.empty());
        }
        String name = String.valueOf(root.getFileName());
        return report(
                Optional.of(new DetectionData(name, settings.classes(), train, test, fingerprint.hex(), warnings)));
    }

    private LintReport report(Optional<DetectionData> data) {
        return new LintReport(errors, warnings, data);
    }

    /** The image ids of a split that no split before it has; the others are errors. */
    private List<String> ids(String split, Map<String, String> splitOfId) {
        String file = "ImageSets/Main/" + split + ".txt";
        Optional<byte[]> content = bytes(file, "data.train_split and data.test_split must name files of this folder");
        if (content.isEmpty()) {
            return List.of();
        }
        List<String> ids = new ArrayList<>();
        List<String> lines =
                new String(content.get(), StandardCharsets.UTF_8).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String id = lines.get(i).strip();
            String place = file + ":" + (i + 1) + ": ";
            if (id.isEmpty()) {
                continue;
            }
            String before = splitOfId.putIfAbsent(id, file);
            if (id.contains(" ") || id.contains("\t")) {
                errors.add(place + "expected one image name, got '" + id + "'; the lists of one class cannot be used");
            } else if (before == null) {
                ids.add(id);
            } else if (before.equals(file)) {
                errors.add(place + "image '" + id + "' is listed twice; remove one line");
            } else {
                errors.add(place + "image '" + id + "' is also in " + before + "; splits must not share images");
            }
        }
        if (ids.isEmpty() && lines.stream().allMatch(String::isBlank)) {
            errors.add(file + ": the split is empty; expected one image name a line");
        }
        return ids;
    }

    private List<Sample> samples(String split, List<String> ids) {
        fingerprint.add(split + " " + ids.size());
        List<Sample> samples = new ArrayList<>();
        for (String id : ids) {
            sample(split, id).ifPresent(samples::add);
        }
        return samples;
    }

    private Optional<Sample> sample(String split, String id) {
        String file = "Annotations/" + id + ".xml";
        Optional<byte[]> document = bytes(file, "every image of a split needs an annotation");
        Optional<VocAnnotation> annotation = document.flatMap(content -> VocAnnotation.parse(content, file, errors));
        if (annotation.isEmpty()) {
            return Optional.empty();
        }
        String imageFile = "JPEGImages/" + annotation.get().fileName().orElseGet(() -> existing(id));
        Optional<byte[]> image = bytes(imageFile, "it is the image of " + file);
        Optional<ImageHeader> header = image.flatMap(content -> header(imageFile, content));
        if (header.isEmpty()) {
            return Optional.empty();
        }
        fingerprint.add(id).add(document.get()).add(image.get());
        findCopy(split + " image " + imageFile, image.get());
        checkSize(annotation.get(), imageFile, header.get());
        List<TrueObject> objects = objects(file, annotation.get(), header.get());
        return Optional.of(new VocSample(id, root, imageFile, header.get(), objects));
    }

    private String existing(String id) {
        return EXTENSIONS.stream()
                .map(extension -> id + extension)
                .filter(name -> Files.exists(root.resolve("JPEGImages/" + name)))
                .findFirst()
                .orElse(id + EXTENSIONS.getFirst());
    }

    private Optional<ImageHeader> header(String imageFile, byte[] image) {
        Optional<ImageHeader> header = ImageHeader.of(image);
        if (header.isEmpty()) {
            errors.add(imageFile + ": unreadable image; expected a JPEG or PNG file");
        } else if (!header.get().complete()) {
            errors.add(imageFile + ": unreadable image: the file ends too early; fetch it again");
            return Optional.empty();
        }
        return header;
    }

    private void findCopy(String image, byte[] content) {
        String before = imageOfHash.putIfAbsent(new Fingerprint().add(content).hex(), image);
        if (before != null) {
            warnings.add(image + ": the same picture as " + before + "; copies across splits flatter the result");
        }
    }

    private void checkSize(VocAnnotation annotation, String imageFile, ImageHeader header) {
        if (annotation.width() != header.width() || annotation.height() != header.height()) {
            errors.add("%s: <size> is %d x %d, but %s is %d x %d; correct <size> or the image"
                    .formatted(
                            annotation.sizePlace(),
                            annotation.width(),
                            annotation.height(),
                            imageFile,
                            header.width(),
                            header.height()));
        }
    }

    private List<TrueObject> objects(String file, VocAnnotation annotation, ImageHeader header) {
        List<TrueObject> objects = new ArrayList<>();
        for (VocAnnotation.Marked object : annotation.objects()) {
            Optional<Box> box = boxes.box(object, header.width(), header.height());
            int label = settings.classes().indexOf(object.name());
            if (label < 0) {
                unknownClass(file, object);
            } else if (box.isPresent()) {
                objectsOfClass[label]++;
                objects.add(new TrueObject(label, box.get(), object.difficult()));
            }
        }
        return objects;
    }

    private void unknownClass(String file, VocAnnotation.Marked object) {
        Unknown known = unknownClasses.get(object.name());
        if (known != null) {
            known.files.add(file);
            known.objects++;
            return;
        }
        unknownClasses.put(object.name(), new Unknown(errors.size(), file));
        String problem = Suggestions.unknown("class", object.name(), ", not in data.classes", settings.classes());
        errors.add("%s: object %d: %s".formatted(object.namePlace(), object.number(), problem));
    }

    /** A class is named once: where it is not in data.classes by a slip there, every file would repeat it. */
    private void countUnknownClasses() {
        unknownClasses.values().forEach(unknown -> {
            if (unknown.objects > 1) {
                errors.set(
                        unknown.error,
                        "%s (%d objects in %d files)"
                                .formatted(errors.get(unknown.error), unknown.objects, unknown.files.size()));
            }
        });
    }

    /** A class name that is not among the settings', and which error tells of it. */
    private static final class Unknown {
        private final int error;
        private final Set<String> files = new LinkedHashSet<>();
        private int objects = 1;

        Unknown(int error, String file) {
            this.error = error;
            files.add(file);
        }
    }

    /** The content of a file of this folder; an error if it is not there or lies elsewhere. */
    private Optional<byte[]> bytes(String relative, String why) {
        Path path;
        try {
            path = root.resolve(relative).normalize();
        } catch (InvalidPathException _) {
            errors.add(relative + ": not a possible file name; " + why);
            return Optional.empty();
        }
        if (!path.startsWith(root)) {
            errors.add(relative + ": leads out of the data set's folder; " + why);
            return Optional.empty();
        }
        if (!Files.isRegularFile(path)) {
            errors.add(relative + ": no such file; " + why);
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readAllBytes(path));
        } catch (IOException e) {
            errors.add(relative + ": cannot be read (" + e.getMessage() + "); " + why);
            return Optional.empty();
        }
    }
}

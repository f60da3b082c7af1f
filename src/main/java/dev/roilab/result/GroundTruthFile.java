package dev.roilab.result;

import dev.roilab.data.Sample;
import dev.roilab.data.TrueObject;
import dev.roilab.eval.GroundTruth;
import dev.roilab.eval.GroundTruth.Standing;
import dev.roilab.file.Digest;
import dev.roilab.file.JsonFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The test split's images and objects as a COCO data set, for other evaluators: {@code ground-truth-DIGITS.json} in the
 * study's folder, one for each test split of the study. Images and classes are numbered from 1 in their order. A
 * difficult object has {@code iscrowd}, as COCO knows no other object that need not be found, {@code ignore} for tools
 * that look at it, and {@code difficult}.
 */
public final class GroundTruthFile {
    /** Fact of a trial: name of the file that its detections refer to. */
    public static final String FACT = "ground_truth";

    private static final String START = "ground-truth-";
    private static final int DIGITS = 12;

    private GroundTruthFile() {}

    private record Image(int id, String fileName, int width, int height) {}

    private record Category(int id, String name) {}

    private record Annotation(
            int id,
            int imageId,
            int categoryId,
            List<Double> bbox,
            double area,
            int iscrowd,
            int ignore,
            int difficult) {}

    private record Stored(
            Map<String, String> info, List<Image> images, List<Category> categories, List<Annotation> annotations) {}

    /**
     * Writes the file into an attempt's folder, from where {@link #share} takes it.
     *
     * @return its name
     */
    public static String write(List<Sample> samples, List<String> classes, Path folder) {
        List<Image> images = new ArrayList<>();
        List<Annotation> annotations = new ArrayList<>();
        for (Sample sample : samples) {
            int number = images.size() + 1;
            images.add(new Image(number, sample.id(), sample.width(), sample.height()));
            for (TrueObject object : sample.objects()) {
                GroundTruth truth = GroundTruth.of(object);
                int passed = truth.standing() == Standing.COUNTED ? 0 : 1;
                annotations.add(new Annotation(
                        annotations.size() + 1,
                        number,
                        truth.label() + 1,
                        CocoBoxes.of(truth.box()),
                        truth.area(),
                        passed,
                        passed,
                        truth.standing() == Standing.DIFFICULT ? 1 : 0));
            }
        }
        List<Category> categories = new ArrayList<>();
        classes.forEach(name -> categories.add(new Category(categories.size() + 1, name)));
        String text = JsonFile.compact(new Stored(
                        new TreeMap<>(
                                Map.of("description", "test split of a RoiLab study; boxes in continuous pixels")),
                        images,
                        categories,
                        annotations))
                + "\n";
        String name = name(Digest.of(text));
        try {
            JsonFile.writeChecked(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + folder.resolve(name) + ": " + e.getMessage(), e);
        }
        return name;
    }

    /**
     * What is wrong with the file that a result names.
     *
     * @return absent for a whole one, and for results of versions that named none
     */
    public static Optional<String> damage(Path study, StoredResult result) {
        return result.fact(FACT).flatMap(name -> {
            Path file = study.resolve(name);
            if (!Files.isRegularFile(file)) {
                return Optional.of(name + " is missing");
            }
            try {
                return name.equals(name(Digest.of(file)))
                        ? Optional.empty()
                        : Optional.of(name + " is damaged: its content is not the one that its name tells");
            } catch (IOException e) {
                return Optional.of(name + " cannot be read: " + e.getMessage());
            }
        });
    }

    private static String name(String digest) {
        return START + digest.substring(0, DIGITS) + ".json";
    }

    /** Moves the file from an attempt's folder to the study's, where all trials with this test split share it. */
    static void share(Path attempt, Path study) throws IOException {
        try (Stream<Path> files = Files.list(attempt)) {
            for (Path file : files.filter(each -> each.getFileName().toString().startsWith(START))
                    .toList()) {
                Files.move(
                        file,
                        study.resolve(file.getFileName()),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}

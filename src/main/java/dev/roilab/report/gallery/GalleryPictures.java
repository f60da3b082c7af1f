package dev.roilab.report.gallery;

import dev.roilab.claim.Arm;
import dev.roilab.result.TrialFolder;
import dev.roilab.result.TrialResult;
import dev.roilab.result.TrialResult.GalleryImage;
import dev.roilab.task.Mark;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * The test images that trials have kept. They can be drawn again by a run and need not travel with the results, so that
 * any of them may be missing; one that another trial has kept of the same objects will do.
 */
public final class GalleryPictures {
    private final Path folder;
    private final List<TrialResult> trials;
    private final Map<Seen, Optional<Found>> known = new HashMap<>();
    private final Set<String> missing = new LinkedHashSet<>();
    private final Map<String, List<String>> changedByTrial = new HashMap<>();

    /** @param folder where the trials' folders are */
    public GalleryPictures(Path folder, List<Arm> arms) {
        this.folder = folder;
        trials = arms.stream().flatMap(arm -> arm.finished().stream()).toList();
    }

    /** @param scale pixels of the picture for one of the original */
    record Found(BufferedImage picture, double scale) {}

    /** What is to be seen in a picture. */
    private record Seen(String id, List<Mark> truth) {
        static Seen of(GalleryImage image) {
            return new Seen(image.id(), image.marks().truth().marks());
        }
    }

    /** Absent where no trial has it; then it counts as missing. */
    Optional<Found> of(TrialResult trial, GalleryImage image) {
        Optional<Found> found = known.computeIfAbsent(
                Seen.of(image),
                seen -> Stream.concat(Stream.of(trial), trials.stream())
                        .flatMap(other -> other.gallery().stream()
                                .filter(same -> Seen.of(same).equals(seen))
                                .flatMap(same -> read(other, same).stream()))
                        .findFirst());
        if (found.isEmpty()) {
            missing.add(trial.trial() + "/" + image.file());
        }
        return found;
    }

    private Optional<Found> read(TrialResult trial, GalleryImage image) {
        Path place = folder.resolve(trial.trial());
        if (changedIn(trial).contains(image.file())) {
            return Optional.empty();
        }
        Path file = place.resolve(image.file());
        try {
            return Files.isRegularFile(file)
                    ? Optional.ofNullable(ImageIO.read(file.toFile())).map(picture -> new Found(picture, image.scale()))
                    : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private List<String> changedIn(TrialResult trial) {
        return changedByTrial.computeIfAbsent(
                trial.trial(), _ -> new TrialFolder(folder.resolve(trial.trial())).changedPictures());
    }

    /**
     * Files of any trial that are not what its test kept: they show something else, and are not drawn. Those that a
     * sheet does not need are among them, since the next one may.
     */
    List<String> changed() {
        return trials.stream()
                .filter(trial -> !trial.gallery().isEmpty())
                .flatMap(trial -> changedIn(trial).stream().map(file -> trial.trial() + "/" + file))
                .sorted()
                .distinct()
                .toList();
    }

    /** Files of the results folder that were asked for and not found. */
    List<String> missing() {
        return List.copyOf(missing);
    }
}

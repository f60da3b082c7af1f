package dev.roilab.train;

import dev.roilab.autograd.Parameter;
import dev.roilab.nn.NamedTensors;
import dev.roilab.nn.Safetensors;
import dev.roilab.nn.WeightException;
import dev.roilab.nn.WeightLoader;
import dev.roilab.tensor.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves a training now and then, so that one that was killed goes on from there to the same bits. A checkpoint has the
 * weights, the running statistics, the velocities and the course; it appears whole or not at all, and one that does not
 * fit its checksum or the training's key counts as absent.
 */
public final class Checkpoints {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
    private static final String CHECKPOINT = "checkpoint.safetensors";
    private static final String WEIGHTS = "weights.safetensors";
    private static final String DETECTOR = "detector.safetensors";

    /** Names of the files that a training and what follows it leave in a folder. */
    public static final List<String> NAMES = List.of(CHECKPOINT, WEIGHTS, DETECTOR);

    /** Saving may take one part in this many of the time. */
    private static final int LARGEST_SHARE = 50;

    private final Optional<Path> folder;
    private final String key;
    private final Duration interval;
    private final Optional<Shared> shared;
    private long nextNanos;

    /** Where the finished weights are that trainings with the same key have in common. */
    private record Shared(Path folder, String key, String name) {
        Path file() {
            return folder.resolve(name);
        }
    }

    private Checkpoints(Optional<Path> folder, String key, Duration interval) {
        this(folder, key, interval, Optional.empty());
    }

    private Checkpoints(Optional<Path> folder, String key, Duration interval, Optional<Shared> shared) {
        this.shared = shared;
        this.folder = folder;
        this.key = key;
        this.interval = interval;
        this.nextNanos = System.nanoTime() + interval.toNanos();
    }

    /** Saves nothing and resumes nothing. */
    public static Checkpoints none() {
        return new Checkpoints(Optional.empty(), "", Duration.ZERO);
    }

    /**
     * Checkpoints of one training.
     *
     * @param folder of the files, which exists
     * @param key of what decides the training's numbers: a checkpoint of another one is not resumed
     * @param interval least time between two checkpoints; longer where saving is slow
     */
    public static Checkpoints in(Path folder, String key, Duration interval) {
        return new Checkpoints(Optional.of(folder), key, interval);
    }

    /**
     * The same for a training that others have in common: it takes their finished weights, and leaves its own.
     *
     * @param common folder, which exists
     * @param commonKey of what decides the weights of all of them
     */
    public Checkpoints sharing(Path common, String commonKey) {
        return new Checkpoints(folder, key, interval, Optional.of(new Shared(common, commonKey, WEIGHTS)));
    }

    /** Those of a stage after the first: it is short enough to be repeated, and its finished weights are shared. */
    public Checkpoints stage(String name) {
        return new Checkpoints(
                Optional.empty(),
                key,
                interval,
                shared.map(first -> new Shared(first.folder(), first.key() + " " + name, name + "." + WEIGHTS)));
    }

    /** The file of all that a trained system knows, whatever its stages; {@link #in} has the training's alone. */
    public static Path detector(Path folder) {
        return folder.resolve(DETECTOR);
    }

    /** Deletes what a training has left in a folder, once something better is there. */
    public static void drop(Path folder) {
        for (String name : List.of(CHECKPOINT, WEIGHTS)) {
            try {
                Files.deleteIfExists(folder.resolve(name));
            } catch (IOException e) {
                LOG.warn("cannot delete {}", folder.resolve(name), e);
            }
        }
    }

    /** The step of the checkpoint in a folder, if there is one with this key. Reads the header alone. */
    public static Optional<Integer> step(Path folder, String key) {
        return new Checkpoints(Optional.of(folder), key, Duration.ZERO)
                .candidates()
                .map(saved -> Integer.parseInt(saved.metadata().getOrDefault("step", "0")));
    }

    /** Brings a fresh training to where the last checkpoint left it, if there is one. */
    void restore(Engine engine, TrainingCourse course) {
        Optional<Safetensors> saved = candidates();
        if (saved.isEmpty() || !isWhole(saved.get())) {
            return;
        }
        SortedMap<String, String> metadata = saved.get().metadata();
        boolean finished = !saved.get().file().endsWith(CHECKPOINT);
        List<Parameter> targets = new ArrayList<>(course.weights());
        if (!finished) {
            targets.addAll(course.velocities());
        }
        try {
            course.resume(
                    Integer.parseInt(metadata.getOrDefault("step", "0")),
                    Double.parseDouble(metadata.getOrDefault("seconds", "0")),
                    metadata.getOrDefault("curve", ""));
        } catch (IllegalArgumentException e) {
            LOG.warn(
                    "{} is not resumed, the training begins anew: {}",
                    saved.get().file(),
                    e.getMessage());
            return;
        }
        WeightLoader.load(engine, targets, saved.get(), _ -> false);
        LOG.info(
                "resumed after step {} from {}",
                course.step(),
                saved.get().file().getFileName());
    }

    private Optional<Safetensors> candidates() {
        return folder.flatMap(path -> candidate(path.resolve(WEIGHTS), key))
                .or(() -> shared.flatMap(common -> candidate(common.file(), common.key())))
                .or(() -> folder.flatMap(path -> candidate(path.resolve(CHECKPOINT), key)));
    }

    private static Optional<Safetensors> candidate(Path file, String expected) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            Safetensors saved = Safetensors.open(file);
            if (expected.equals(saved.metadata().get("key"))) {
                return Optional.of(saved);
            }
            LOG.info("{} is of another training and is not resumed", file.getFileName());
        } catch (WeightException e) {
            LOG.warn("{} is damaged and is not resumed: {}", file.getFileName(), e.getMessage());
        }
        return Optional.empty();
    }

    private static boolean isWhole(Safetensors saved) {
        List<String> spoiled =
                saved.nonFinite(saved.names().stream().filter(saved::isReadable).toList());
        if (!spoiled.isEmpty()) {
            LOG.warn("{} has diverged and is not resumed: {}", saved.file(), spoiled.getFirst());
            return false;
        }
        boolean whole =
                WeightDigest.of(NamedTensors.of(saved)).equals(saved.metadata().get("sha256"));
        if (!whole) {
            LOG.warn("{} does not fit its checksum and is not resumed", saved.file());
        }
        return whole;
    }

    /** Whether it is time to save. */
    boolean isDue() {
        return folder.isPresent() && System.nanoTime() - nextNanos >= 0;
    }

    /** Saves now. */
    void save(TrainingCourse course) {
        folder.ifPresent(path -> {
            long start = System.nanoTime();
            List<Parameter> all = new ArrayList<>(course.weights());
            all.addAll(course.velocities());
            write(path.resolve(CHECKPOINT), all, course, key);
            long took = System.nanoTime() - start;
            nextNanos = start + took + Math.max(interval.toNanos(), LARGEST_SHARE * took);
        });
    }

    /** Saves the weights of a finished training and drops the checkpoint. */
    void finish(TrainingCourse course) {
        folder.ifPresent(path -> {
            Path file = path.resolve(WEIGHTS);
            if (course.resumedAt() < course.step() || !Files.exists(file)) {
                write(file, course.weights(), course, key);
            }
            try {
                Files.deleteIfExists(path.resolve(CHECKPOINT));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot delete " + path.resolve(CHECKPOINT), e);
            }
        });
        shared.ifPresent(common -> share(common, course));
    }

    /** What cannot be shared costs the others their time, and this training nothing. */
    private static void share(Shared common, TrainingCourse course) {
        if (course.resumedAt() == course.step() && Files.exists(common.file())) {
            return;
        }
        try {
            write(common.file(), course.weights(), course, common.key());
        } catch (UncheckedIOException e) {
            LOG.warn("the weights are not kept for others: {}", e.getMessage());
        }
    }

    private static void write(Path file, List<Parameter> parameters, TrainingCourse course, String key) {
        NamedTensors tensors = NamedTensors.of(parameters);
        var metadata = new TreeMap<>(Map.of(
                "key", key,
                "step", Integer.toString(course.step()),
                "seconds", Double.toString(course.seconds()),
                "curve", course.curve().save(),
                "sha256", WeightDigest.of(tensors)));
        try {
            Safetensors.write(file, tensors, metadata);
        } catch (UncheckedIOException e) {
            dropPartial(file);
            throw e;
        }
    }

    /** Half a checkpoint on a full disk only takes space from the whole one before it. */
    private static void dropPartial(Path file) {
        try {
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".partial"));
        } catch (IOException e) {
            LOG.warn("cannot delete what is left of {}", file, e);
        }
    }
}

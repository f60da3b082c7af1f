package dev.roilab.result;

import dev.roilab.train.Checkpoints;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The folder {@code attempt} inside a trial's: a trial runs there, beside the result that it may replace, and takes
 * that result's place when it is complete. Its {@code result.json}, written last, is the moment from which the new
 * result holds; the files are moved after that, {@code result.json} again last, and a reader that comes in between
 * finds each file where it is by {@link #place}. So the old result or the new one is whole at any moment.
 */
public final class TrialAttempt {
    static final String FOLDER = "attempt";
    /** What a trial logged, in its folder. */
    public static final String LOG = "trial.log";

    /** What a trial leaves in its folder, besides pictures and the log. */
    private static final List<String> FILES = List.of(
            StoredResult.FILE,
            TrialFolder.FAILURE,
            LossesFile.NAME,
            TrialFolder.CURVES,
            TrialFolder.GALLERY,
            TrialFolder.RESOLVED,
            Timing.FILE,
            TrialFolder.COMPRESSION,
            ImageReplicates.FILE);

    private static final String PICTURES = "gallery";

    private final Path trial;
    private final Path folder;

    /** @param trial the trial's folder */
    TrialAttempt(Path trial) {
        this.trial = trial;
        this.folder = trial.resolve(FOLDER);
    }

    Path folder() {
        return folder;
    }

    /** Where a file of the attempt's result is: here, or moved into the trial's folder already. */
    Path place(String name) {
        Path here = folder.resolve(name);
        return Files.exists(here) ? here : trial.resolve(name);
    }

    /** How the attempt ended; absent while it has not, and without an attempt. */
    Optional<StoredResult> result() {
        try {
            return Files.exists(folder)
                    ? Optional.of(StoredResult.read(folder.resolve(StoredResult.FILE)))
                    : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** Whether an attempt has left anything. */
    boolean isBegun() {
        try {
            return Files.isDirectory(folder) && !files().isEmpty();
        } catch (IOException _) {
            return true;
        }
    }

    /**
     * Makes room for a new attempt.
     *
     * @param key of the attempt; a checkpoint of an attempt with this key stays
     * @param resumable whether a checkpoint may also be in the trial's folder, where a failed result lies
     * @return the step that the attempt will go on from; absent if it begins anew
     */
    Optional<Integer> begin(String key, boolean resumable) throws IOException {
        Files.createDirectories(folder);
        if (resumable
                && Checkpoints.step(folder, key).isEmpty()
                && Checkpoints.step(trial, key).isPresent()) {
            for (String name :
                    Stream.concat(Checkpoints.NAMES.stream(), Stream.of(LOG)).toList()) {
                if (Files.exists(trial.resolve(name))) {
                    move(trial.resolve(name), folder.resolve(name));
                }
            }
        }
        Optional<Integer> step = Checkpoints.step(folder, key);
        Set<String> kept = new TreeSet<>();
        if (step.isPresent()) {
            kept.addAll(Checkpoints.NAMES);
            kept.add(LOG);
        }
        for (String name : files()) {
            if (!kept.contains(name)) {
                Files.delete(folder.resolve(name));
            }
        }
        return step;
    }

    /** Puts the attempt in the place of the trial's older result; goes on with one that was cut off. */
    void promote() throws IOException {
        StoredResult result = StoredResult.read(folder.resolve(StoredResult.FILE));
        if (Files.exists(trial.resolve(StoredResult.FILE))) {
            for (String name : files()) {
                force(folder.resolve(name));
            }
        }
        for (String name : older()) {
            if (!result.checksums().containsKey(name)) {
                Files.deleteIfExists(trial.resolve(name));
            }
        }
        for (String name : files()) {
            if (!name.equals(StoredResult.FILE)) {
                move(folder.resolve(name), trial.resolve(name));
            }
        }
        move(folder.resolve(StoredResult.FILE), trial.resolve(StoredResult.FILE));
        remove();
    }

    /** Files of the older result but the one that says what the others are. */
    private Set<String> older() throws IOException {
        Set<String> names = new TreeSet<>(FILES);
        names.remove(StoredResult.FILE);
        names.addAll(Checkpoints.NAMES);
        names.addAll(FindingsFile.in(trial));
        Path pictures = trial.resolve(PICTURES);
        if (Files.isDirectory(pictures)) {
            names.addAll(names(pictures, trial));
        }
        return names;
    }

    private Set<String> files() throws IOException {
        return Files.isDirectory(folder) ? names(folder, folder) : Set.of();
    }

    private static Set<String> names(Path start, Path root) throws IOException {
        try (Stream<Path> files = Files.walk(start)) {
            Set<String> names = new TreeSet<>();
            files.filter(Files::isRegularFile)
                    .forEach(file -> names.add(root.relativize(file).toString().replace('\\', '/')));
            return names;
        }
    }

    private static void move(Path from, Path to) throws IOException {
        Files.createDirectories(to.resolveSibling("."));
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** A power failure must not find the old result gone and the new one not yet on the disk. */
    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private void remove() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

package dev.roilab.run.artefact;

import dev.roilab.file.Digest;
import dev.roilab.file.JsonFile;
import dev.roilab.result.lock.TrialLock;
import dev.roilab.run.key.ArtefactKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One artefact as {@link ArtefactStore#open} hands it out: finished, or this process's own to make until it closes it.
 */
public final class Artefact implements AutoCloseable {
    /** What was measured along a training, beside its weights. */
    public static final String LEARNING_CURVE = "learning-curve.json";

    private static final Logger LOG = LoggerFactory.getLogger(Artefact.class);

    private final ArtefactKey key;
    private final Optional<Path> folder;
    private final Optional<TrialLock> lock;
    private final Optional<ArtefactRecord> made;

    private Artefact(ArtefactKey key, Optional<Path> folder, Optional<TrialLock> lock, Optional<ArtefactRecord> made) {
        this.key = key;
        this.folder = folder;
        this.lock = lock;
        this.made = made;
    }

    static Artefact finished(ArtefactKey key, Path folder, ArtefactRecord made) {
        return new Artefact(key, Optional.of(folder), Optional.empty(), Optional.of(made));
    }

    static Artefact toMake(ArtefactKey key, Path folder, TrialLock lock) {
        return new Artefact(key, Optional.of(folder), Optional.of(lock), Optional.empty());
    }

    /** One that is made for its only user and kept nowhere. */
    public static Artefact unshared(ArtefactKey key) {
        return new Artefact(key, Optional.empty(), Optional.empty(), Optional.empty());
    }

    public ArtefactKey key() {
        return key;
    }

    /** Where its files are or belong; absent where it is not to be kept. */
    public Optional<Path> folder() {
        return folder;
    }

    /** Whether there is nothing left to do. */
    public boolean isFinished() {
        return made.isPresent();
    }

    /** What was told when it was finished; empty before. */
    public SequencedMap<String, String> facts() {
        return made.map(ArtefactRecord::facts).orElseGet(LinkedHashMap::new);
    }

    /**
     * Says that the files that are in the folder now are the artefact; from now on others use it. Does nothing where it
     * is finished or not to be kept. A cache that cannot be written costs others their time, and this trial nothing: a
     * line in the log says so.
     *
     * @param facts for the provenance of every trial that uses it
     */
    public void finish(SequencedMap<String, String> facts) {
        if (folder.isEmpty() || lock.isEmpty()) {
            return;
        }
        if (!lock.get().isHeld()) {
            LOG.warn("{} was taken over by another process while this one gave no sign of life", folder.get());
            return;
        }
        try {
            SequencedMap<String, String> checksums = checksums(folder.get());
            if (!checksums.isEmpty()) {
                var done = new ArtefactRecord(ArtefactRecord.FORMAT, key.kind(), key.parts(), checksums, facts);
                JsonFile.writeJson(folder.get().resolve(ArtefactRecord.FILE), done);
            }
        } catch (IOException e) {
            LOG.warn("the {} is not kept for others: {}", key.kind(), e.getMessage());
        }
    }

    private static SequencedMap<String, String> checksums(Path folder) throws IOException {
        SequencedMap<String, String> checksums = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(ArtefactRecord::isContent).toList()) {
                checksums.put(String.valueOf(file.getFileName()), Digest.of(file));
            }
        }
        return checksums;
    }

    @Override
    public void close() {
        try {
            if (lock.isPresent()) {
                lock.get().close();
            }
        } catch (IOException e) {
            LOG.warn("{}: its lock stays: {}", folder.orElseThrow(), e.getMessage());
        }
    }
}

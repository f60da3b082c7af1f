package dev.roilab.run.artefact;

import dev.roilab.result.lock.TrialLock;
import dev.roilab.run.executor.TrialExecutor.Progress;
import dev.roilab.run.key.ArtefactKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Artefacts in a folder that any number of processes share: {@code KIND/KEY/}, with {@code artefact.json} once it is
 * finished and {@code owner.json} while somebody makes it.
 */
public final class ArtefactStore {
    private static final Logger LOG = LoggerFactory.getLogger(ArtefactStore.class);

    /** Between two looks at what another process does. */
    private static final long WAIT_MILLIS = 500;

    private static final String OWNER = "owner.json";

    private final Path root;

    /** @param root of the artefacts' folders; made when needed */
    public ArtefactStore(Path root) {
        this.root = root;
    }

    /**
     * The artefact, finished, or with the right to make it. While another living process makes it this waits, and says
     * for what; where that process dies this takes over. One that is damaged or of another version is named in the log
     * and dropped. Where the cache cannot be written it is this caller's alone: a line says why.
     *
     * @throws InterruptedException if the progress asks to stop
     */
    public Artefact open(ArtefactKey key, Progress progress) throws InterruptedException {
        Path room = root.resolve(key.kind());
        Path folder = room.resolve(key.hash());
        try {
            boolean told = false;
            while (true) {
                Optional<ArtefactRecord> made = made(folder, false);
                if (made.isPresent()) {
                    return Artefact.finished(key, folder, made.get());
                }
                Files.createDirectories(room);
                Optional<TrialLock> lock = TrialLock.tryAcquire(room, folder);
                if (lock.isPresent()) {
                    return owned(key, folder, lock.get());
                }
                String text = waiting(key, folder);
                if (!told) {
                    LOG.info("{}", text);
                    told = true;
                }
                progress.stepped(0, 1, text);
                Thread.sleep(WAIT_MILLIS);
            }
        } catch (IOException e) {
            LOG.warn("the cache cannot be written, so the {} is made for this trial alone: {}", key.kind(), said(e));
            return Artefact.unshared(key);
        }
    }

    /** Whether it was finished, as its record says; only {@link #open} looks whether its files are what they were. */
    public boolean holds(ArtefactKey key) {
        return Files.exists(root.resolve(key.kind()).resolve(key.hash()).resolve(ArtefactRecord.FILE));
    }

    private static Artefact owned(ArtefactKey key, Path folder, TrialLock lock) throws IOException {
        // Between the look before and the lock another process may have finished it.
        Optional<ArtefactRecord> made = made(folder, true);
        if (made.isPresent()) {
            lock.close();
            return Artefact.finished(key, folder, made.get());
        }
        return Artefact.toMake(key, folder, lock);
    }

    /** @param owned whether this process has the right to drop what is of no use */
    private static Optional<ArtefactRecord> made(Path folder, boolean owned) {
        if (!Files.exists(folder.resolve(ArtefactRecord.FILE))) {
            return Optional.empty();
        }
        try {
            return Optional.of(ArtefactRecord.read(folder));
        } catch (IOException e) {
            if (owned) {
                LOG.warn("{}; it is made anew", e.getMessage());
                drop(folder);
            }
            return Optional.empty();
        }
    }

    /** The record first: what is left of a drop that was cut off counts as unfinished. */
    private static void drop(Path folder) {
        try {
            Files.deleteIfExists(folder.resolve(ArtefactRecord.FILE));
            try (Stream<Path> files = Files.list(folder)) {
                List<Path> old = files.filter(file -> !file.endsWith(OWNER)).toList();
                for (Path file : old) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            LOG.warn("{} cannot be dropped: {}", folder, e.getMessage());
        }
    }

    private static String waiting(ArtefactKey key, Path folder) {
        return "waiting for the %s %s of %s"
                .formatted(key.kind(), folder, TrialLock.owner(folder).orElse("a process that has just ended"));
    }

    private static String said(IOException e) {
        return e.getClass().getSimpleName() + " " + e.getMessage();
    }
}

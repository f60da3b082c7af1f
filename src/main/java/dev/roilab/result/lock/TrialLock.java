package dev.roilab.result.lock;

import dev.roilab.file.JsonFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.type.TypeReference;

/**
 * The right to work on one trial. Its owner gives signs of life; a trial whose owner is dead may be taken over. Any
 * number of processes, on any number of machines that share the folder, may work on one study.
 */
public final class TrialLock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TrialLock.class);
    private static final String FILE = "owner.json";
    private static final Duration BEAT = Duration.ofSeconds(5);

    /** Twelve beats missed: a machine that swaps or a file server that restarts must not lose a trial. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Path study;
    private final Path file;
    private final Owner owner;
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("heartbeat").factory());
    private volatile boolean lost;

    private TrialLock(Path study, Path file, Owner owner) {
        this.study = study;
        this.file = file;
        this.owner = owner;
        var _ = heart.scheduleAtFixedRate(this::beat, BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The right to a folder below a study's; absent while another living process has it. */
    public static Optional<TrialLock> tryAcquire(Path study, Path folder) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(FILE);
        Owner self = Owner.create();
        boolean acquired = StudyMutex.hold(study, now -> {
            if (living(file, now)) {
                return false;
            }
            if (Files.exists(file)) {
                LOG.warn("{}: its owner died; taken over", folder);
            }
            write(file, self);
            return true;
        });
        return acquired ? Optional.of(new TrialLock(study, file, self)) : Optional.empty();
    }

    /** Whether a living process works on a folder's trial. */
    public static boolean isOwned(Path folder) {
        try {
            return living(folder.resolve(FILE), FileTime.fromMillis(System.currentTimeMillis()));
        } catch (IOException _) {
            return false;
        }
    }

    /** Who works in a folder, in words; absent where nobody does or the owner has just gone. */
    public static Optional<String> owner(Path folder) {
        try {
            return Optional.of(JsonFile.readJson(folder.resolve(FILE), new TypeReference<Owner>() {})
                    .text());
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static boolean living(Path file, FileTime now) throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        Duration sinceBeat = Duration.between(Files.getLastModifiedTime(file).toInstant(), now.toInstant());
        try {
            return JsonFile.readJson(file, new TypeReference<Owner>() {}).lives(sinceBeat, LIMIT);
        } catch (IOException _) {
            // Its writer was killed in the middle, or is in the middle.
            return sinceBeat.compareTo(BEAT) < 0;
        }
    }

    /** False once another process has taken the trial over, because this one gave no sign of life for too long. */
    public boolean isHeld() {
        return !lost;
    }

    private void beat() {
        try {
            StudyMutex.hold(study, _ -> {
                if (isOurs()) {
                    write(file, owner);
                } else {
                    lost = true;
                }
                return true;
            });
        } catch (IOException | RuntimeException e) {
            LOG.warn("no sign of life could be given in {}", file, e);
        }
    }

    private boolean isOurs() {
        try {
            return JsonFile.readJson(file, new TypeReference<Owner>() {}).equals(owner);
        } catch (IOException _) {
            return false;
        }
    }

    /** In place: a neighbour and a move would cost a file on a full disk, and readers hold the mutex. */
    private static void write(Path file, Owner owner) throws IOException {
        Files.writeString(file, JsonFile.json(owner));
    }

    @Override
    public void close() throws IOException {
        heart.shutdownNow();
        StudyMutex.hold(study, _ -> isOurs() && Files.deleteIfExists(file));
    }
}

package dev.roilab.result;

import dev.roilab.file.Digest;
import dev.roilab.file.JsonFile;
import dev.roilab.result.TrialResult.GalleryImage;
import dev.roilab.result.lock.TrialLock;
import dev.roilab.study.Trial;
import dev.roilab.task.Curve;
import dev.roilab.train.Checkpoints;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.type.TypeReference;

/**
 * A trial's folder. {@code result.json} is written last, carries its own checksum and names those of the files beside
 * it, so that a result is either whole or known to be damaged. A new attempt runs aside ({@link TrialAttempt}) and
 * takes the old result's place when it is complete; one that failed does not take the place of a good one.
 */
public final class TrialFolder {
    static final String FAILURE = "failure.txt";
    static final String CURVES = "curves.json";
    static final String GALLERY = "gallery.json";

    /** Settings of the trial, in its folder. */
    public static final String RESOLVED = "resolved.yaml";

    static final String COMPRESSION = "compression.json";

    /** Before the names of a key's parts, where they stand among other provenance. */
    public static final String KEY_PREFIX = "key_";

    private final Path folder;
    private final TrialAttempt attempt;

    public TrialFolder(Path folder) {
        this.folder = folder;
        this.attempt = new TrialAttempt(folder);
    }

    /** A whole or damaged result, and where its files are. */
    private record Current(StoredResult stored, Path folder, Function<String, Path> place) {
        List<String> damage() {
            String trial = stored.head().trial();
            return folder.endsWith(trial)
                    ? stored.damage(place)
                    : List.of(StoredResult.FILE + " is that of trial " + trial
                            + ": folders were renamed or copied into each other; give each its own name back");
        }
    }

    /** What another process may have changed since it was last looked at: the results' times and sizes. */
    public String stamp() {
        return stamp(folder.resolve(StoredResult.FILE)) + stamp(attempt.folder().resolve(StoredResult.FILE));
    }

    private static String stamp(Path file) {
        try {
            return Files.getLastModifiedTime(file) + " " + Files.size(file) + " ";
        } catch (IOException _) {
            return "";
        }
    }

    /**
     * Makes room for a new attempt; the result that is there stays.
     *
     * @param key of the attempt; a checkpoint of an attempt with this key stays
     * @return the step that the attempt will go on from; absent if it begins anew
     */
    public Optional<Integer> begin(String key) throws IOException {
        finish();
        return attempt.begin(key, older().filter(TrialFolder::isGood).isEmpty());
    }

    /** Where an attempt works. */
    public Path attempt() {
        return attempt.folder();
    }

    /** Writes the result of the attempt, good or not, beside the older one. */
    public void write(Trial trial, TrialResult result, String key) throws IOException {
        Path place = attempt.folder();
        Files.createDirectories(place);
        LossesFile.write(place.resolve(LossesFile.NAME), result.losses());
        JsonFile.writeChecked(place.resolve(CURVES), JsonFile.json(result.curves()));
        JsonFile.writeChecked(place.resolve(GALLERY), JsonFile.json(result.gallery()));
        JsonFile.writeChecked(place.resolve(RESOLVED), trial.alone());
        List<String> names = new ArrayList<>(List.of(LossesFile.NAME, CURVES, GALLERY, RESOLVED));
        List<String> maybe = new ArrayList<>(List.of(ImageReplicates.FILE, COMPRESSION, FAILURE));
        maybe.addAll(1, FindingsFile.in(place));
        if (result.status() == Status.OK) {
            maybe.addAll(Checkpoints.NAMES);
        }
        maybe.stream().filter(name -> Files.exists(place.resolve(name))).forEach(names::add);
        result.gallery().forEach(image -> names.add(image.file()));
        StoredResult.write(place, result, key, names);
    }

    /** Puts a complete attempt in the place of the older result, unless it failed and the older one is good. */
    public void finish() throws IOException {
        if (supersedes()) {
            attempt.promote();
        }
    }

    /** Writes what went wrong, with the stack trace that a bug report needs. */
    public void writeFailure(Throwable failure) throws IOException {
        var text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        JsonFile.writeText(attempt.folder().resolve(FAILURE), text.toString());
    }

    /** Whether there is a good, whole result with this key. */
    public boolean holds(String key) {
        return current()
                .filter(now -> now.stored().key().equals(key) && isGood(now))
                .isPresent();
    }

    /** How the last attempt with this key ended; absent if there is no whole record of one. */
    public Optional<Status> ended(String key) {
        return attempt.result()
                .filter(last -> last.key().equals(key))
                .map(last -> last.head().status())
                .or(() -> current()
                        .filter(now ->
                                now.stored().key().equals(key) && now.damage().isEmpty())
                        .map(now -> now.stored().head().status()));
    }

    /** How far the trial is, whatever its key: that of the last attempt. */
    public Status status() {
        if (TrialLock.isOwned(folder)) {
            return Status.RUNNING;
        }
        if (attempt.isBegun() && !supersedes()) {
            return attempt.result().map(last -> last.head().status()).orElse(Status.INTERRUPTED);
        }
        Optional<Current> now = current();
        if (now.isPresent()) {
            return now.get().damage().isEmpty() ? now.get().stored().head().status() : Status.DAMAGED;
        }
        if (Files.exists(folder.resolve(StoredResult.FILE))) {
            return Status.DAMAGED;
        }
        return Files.exists(folder) ? Status.INTERRUPTED : Status.PLANNED;
    }

    /** What is wrong with the result that is there, each file named; empty for a whole one and for none. */
    public List<String> damage() {
        if (!Files.exists(folder.resolve(StoredResult.FILE))) {
            return List.of();
        }
        try {
            return now().damage();
        } catch (IOException e) {
            return List.of(said(e));
        }
    }

    /**
     * Files of weights that are not what the training left; missing ones do not count.
     *
     * @param thorough whether to read large ones from end to end; else their sizes have to do
     */
    public List<String> changedWeights(boolean thorough) {
        return current()
                .map(now -> now.stored().changedWeights(now.place(), thorough))
                .orElse(List.of());
    }

    /** Names of pictures that are there and are not those that the test kept: marks belong to others. */
    public List<String> changedPictures() {
        return current().map(now -> now.stored().changedPictures(now.place())).orElse(List.of());
    }

    /** Names of pictures that the test kept and that are gone: results may be published without them. */
    public List<String> missingPictures() {
        return current().map(now -> now.stored().missingPictures(now.place())).orElse(List.of());
    }

    /** What {@code result.json} says, whole or not; empty without a readable one. */
    public Optional<StoredResult> stored() {
        return current().map(Current::stored);
    }

    /** Why the last attempt has no result, in its own words. */
    Optional<String> lastReason() {
        return attempt.result().flatMap(last -> last.head().failure());
    }

    /** An attempt that failed after the good result that is there was made; it left that in its place. */
    Optional<StoredResult> failedSince() {
        return attempt.result()
                .filter(last -> last.head().status().isFailure() && last.head().status() != Status.INTERRUPTED)
                .filter(_ -> !supersedes());
    }

    /**
     * Reads the result back.
     *
     * @throws IOException if there is none, or a file does not have the content that it was written with
     */
    public TrialResult read() throws IOException {
        Current now = now();
        List<String> damage = now.damage();
        if (!damage.isEmpty()) {
            throw new IOException("%s: %s; run the study again".formatted(folder, String.join(", ", damage)));
        }
        TrialResult head = now.stored().head();
        Map<String, String> facts = new LinkedHashMap<>(head.provenance());
        Optional<Timing> timing =
                timing().filter(times -> times.key().equals(now.stored().key()));
        timing.ifPresent(times -> facts.putAll(times.facts()));
        return head.withDetails(
                        timing.map(Timing::toldStages).orElseGet(head::toldStages),
                        LossesFile.read(folder.resolve(LossesFile.NAME), content(now, LossesFile.NAME)),
                        curves(now),
                        new DeferredList<>(() -> gallery(now)))
                .withProvenance(facts);
    }

    /**
     * The content of a file that the result names.
     *
     * @return empty if it names none, or the file is not what was written
     */
    public Optional<byte[]> content(String name) {
        try {
            Optional<Current> now =
                    current().filter(held -> held.stored().checksums().containsKey(name));
            return now.isPresent() ? Optional.of(content(now.get(), name)) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** The step that an attempt with this key would go on from. */
    public Optional<Integer> checkpoint(String key) {
        return Checkpoints.step(attempt.folder(), key)
                .or(() -> older().filter(TrialFolder::isGood).isPresent()
                        ? Optional.empty()
                        : Checkpoints.step(folder, key));
    }

    /** How long the detector takes, measured beside the other arms; absent where it was not, or the file is damaged. */
    public Optional<Timing> timing() {
        try {
            return Optional.of(Timing.read(folder));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** What is wrong with the file of times; empty for a whole one and for none. */
    public Optional<String> timingDamage() {
        try {
            Timing.read(folder);
            return Optional.empty();
        } catch (IOException e) {
            return Files.exists(folder.resolve(Timing.FILE)) ? Optional.of(said(e)) : Optional.empty();
        }
    }

    /** Reports are published: they name files without the folders that they are in here. */
    private String said(IOException e) {
        return String.valueOf(e.getMessage())
                .replace(folder + folder.getFileSystem().getSeparator(), "");
    }

    /** Keeps times beside the result that they belong to. */
    public void writeTiming(Timing timing) throws IOException {
        timing.write(folder);
    }

    /** Whether the attempt's result holds from now on. */
    private boolean supersedes() {
        Optional<Current> fresh = attempt.result().map(result -> new Current(result, folder, attempt::place));
        if (fresh.isEmpty() || !fresh.get().damage().isEmpty()) {
            return false;
        }
        return switch (fresh.get().stored().head().status()) {
            case OK -> true;
            case INTERRUPTED -> false;
            default -> older().filter(TrialFolder::isGood).isEmpty();
        };
    }

    private static boolean isGood(Current result) {
        return result.stored().head().status() == Status.OK && result.damage().isEmpty();
    }

    private Current now() throws IOException {
        return supersedes()
                ? new Current(StoredResult.read(attempt.folder().resolve(StoredResult.FILE)), folder, attempt::place)
                : new Current(StoredResult.read(folder.resolve(StoredResult.FILE)), folder, folder::resolve);
    }

    private Optional<Current> current() {
        try {
            return Optional.of(now());
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** The result in the trial's own folder, whatever an attempt has come to. */
    private Optional<Current> older() {
        try {
            return Optional.of(
                    new Current(StoredResult.read(folder.resolve(StoredResult.FILE)), folder, folder::resolve));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private List<Curve> curves(Current now) throws IOException {
        Path file = folder.resolve(CURVES);
        return now.stored().former()
                ? FormerResults.curves(file, content(now, CURVES))
                : JsonFile.readJson(file, content(now, CURVES), new TypeReference<>() {});
    }

    private List<GalleryImage> gallery(Current now) {
        try {
            Path file = folder.resolve(GALLERY);
            return now.stored().former()
                    ? FormerResults.gallery(file, content(now, GALLERY))
                    : JsonFile.readJson(file, content(now, GALLERY), new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException("the gallery was whole and is no more: " + e.getMessage(), e);
        }
    }

    private byte[] content(Current now, String name) throws IOException {
        String checksum = now.stored().checksums().get(name);
        if (checksum == null) {
            throw new IOException(folder.resolve(StoredResult.FILE) + " is damaged: it has no checksum of " + name);
        }
        byte[] content = Files.readAllBytes(now.place().apply(name));
        if (!Digest.of(content).equals(checksum)) {
            throw new IOException(folder.resolve(name) + " was changed after it was written; run the study again");
        }
        return content;
    }
}

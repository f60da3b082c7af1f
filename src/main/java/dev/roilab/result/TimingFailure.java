package dev.roilab.result;

import dev.roilab.file.SealedJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.type.TypeReference;

/**
 * What {@code timing-failure.json} of a study holds: the last session that was to time its arms beside each other
 * failed. The file is gone once a session succeeds.
 *
 * @param reason in the words of what failed, without folders of this machine
 * @param start when it was noted
 * @param keys of the results that were to be timed; none: of any
 */
public record TimingFailure(String reason, String start, List<String> keys) {
    static final String FILE = "timing-failure.json";

    /** Notes it in a study's folder. */
    public static void write(Path study, String reason, List<String> keys) throws IOException {
        String words = withoutFolders(study, reason).strip().replaceAll("\\s+", " ");
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        SealedJson.write(study.resolve(FILE), new TimingFailure(words, now, keys));
    }

    /** Reports are published: they name files without the folders that they are in here. */
    private static String withoutFolders(Path study, String reason) {
        return reason.replace(study + study.getFileSystem().getSeparator(), "");
    }

    /** Removes what an earlier timing left, if it left anything. */
    public static void forget(Path study) throws IOException {
        Files.deleteIfExists(study.resolve(FILE));
    }

    /** Absent where the last session did not fail; a file that cannot be read tells of a failure all the same. */
    static Optional<TimingFailure> read(Path study) {
        try {
            return Optional.of(SealedJson.read(study.resolve(FILE), new TypeReference<>() {}));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(new TimingFailure(withoutFolders(study, String.valueOf(e.getMessage())), "", List.of()));
        }
    }

    /** Whether a result was to be timed by that session. */
    boolean concerns(String key) {
        return keys.isEmpty() || keys.contains(key);
    }

    /** Such as {@code the process that times the arms ended with signal 9 (2026-11-21)}. */
    String words() {
        return start.isEmpty() ? reason : reason + " (" + start.replaceFirst("T.*", "") + ")";
    }
}

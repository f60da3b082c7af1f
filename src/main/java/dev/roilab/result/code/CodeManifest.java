package dev.roilab.result.code;

import dev.roilab.file.JsonFile;
import dev.roilab.result.lock.StudyMutex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The classes behind a study's results, digest by name: {@code code-DIGITS.txt} in the study's folder, one for each
 * program that has made a result there. It is what lets a later program name the classes that have changed since.
 */
public final class CodeManifest {
    private static final int DIGITS = 12;

    private CodeManifest() {}

    private static Path file(Path study, String hash) {
        return study.resolve("code-%s.txt".formatted(hash.substring(0, Math.min(DIGITS, hash.length()))));
    }

    /** Notes the classes behind a result, unless they are noted already. */
    public static void write(Path study, CodeFingerprint code) throws IOException {
        Path file = file(study, code.hash());
        if (!Files.exists(file) || damage(study, code.hash()).isPresent()) {
            var text = new StringBuilder();
            code.parts()
                    .forEach((name, digits) ->
                            text.append(digits).append(' ').append(name).append('\n'));
            StudyMutex.hold(study, _ -> {
                JsonFile.writeText(file, text.toString());
                return file;
            });
        }
    }

    /**
     * The classes and resources that differ between the program that made a result and this one, those that one of them
     * lacks included.
     *
     * @param hash of the other program's code
     * @param code that would make the result now
     * @return absent where that program's classes were not noted, or the note is not what was written
     */
    public static Optional<SortedSet<String>> changed(Path study, String hash, CodeFingerprint code) {
        Optional<SortedMap<String, String>> noted = parts(study, hash);
        if (noted.isEmpty()) {
            return Optional.empty();
        }
        SortedMap<String, String> then = noted.get();
        SortedSet<String> names = new TreeSet<>();
        code.parts().forEach((name, digits) -> {
            if (!digits.equals(then.get(name))) {
                names.add(name);
            }
        });
        // Of a version that noted the classes of all systems, those of another system have not gone.
        SortedMap<String, String> all = CodeFingerprint.ofThisProgram().parts();
        then.forEach((name, digits) -> {
            if (!digits.equals(all.get(name))) {
                names.add(name);
            }
        });
        return Optional.of(names);
    }

    /** What is wrong with a program's note; absent for a whole one, and where there is none. */
    public static Optional<String> damage(Path study, String hash) {
        Path file = file(study, hash);
        return Files.exists(file) && parts(study, hash).isEmpty()
                ? Optional.of(file.getFileName() + " is damaged: its content is not the one that its name tells")
                : Optional.empty();
    }

    /** Digests by class; absent where they were not noted, or the note is not what was written. */
    private static Optional<SortedMap<String, String>> parts(Path study, String hash) {
        SortedMap<String, String> parts = new TreeMap<>();
        try {
            for (String line : Files.readAllLines(file(study, hash))) {
                int blank = line.indexOf(' ');
                parts.put(line.substring(blank + 1), line.substring(0, Math.max(0, blank)));
            }
        } catch (IOException _) {
            return Optional.empty();
        }
        return Optional.of(parts).filter(_ -> new CodeFingerprint(parts).hash().equals(hash));
    }
}

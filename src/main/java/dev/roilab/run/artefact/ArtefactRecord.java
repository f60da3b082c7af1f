package dev.roilab.run.artefact;

import dev.roilab.file.Digest;
import dev.roilab.file.JsonFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SequencedMap;
import tools.jackson.core.type.TypeReference;

/**
 * What {@code artefact.json} says, which is written last: an artefact without it is not finished.
 *
 * @param format of this file and the files beside it
 * @param parts of the key, by name
 * @param checksums SHA-256 by name of file
 * @param facts for the provenance of every trial that uses the artefact
 */
record ArtefactRecord(
        int format,
        String kind,
        SequencedMap<String, String> parts,
        SequencedMap<String, String> checksums,
        SequencedMap<String, String> facts) {
    static final String FILE = "artefact.json";

    /** Raised when a program of the version before could not read what this one writes. */
    static final int FORMAT = 1;

    /** Whether a file in the folder belongs to the artefact; others say who makes it and how far it is. */
    static boolean isContent(Path file) {
        return file.toString().endsWith(".safetensors") || file.endsWith(Artefact.LEARNING_CURVE);
    }

    /**
     * The record in a folder, whose files are what was written.
     *
     * @throws IOException with what is wrong with it
     */
    static ArtefactRecord read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        Object format = JsonFile.readJson(file, new TypeReference<Map<String, Object>>() {})
                .getOrDefault("format", "absent");
        if (!format.equals(FORMAT)) {
            throw new IOException(
                    "%s is of another version: its format is %s, this program's is %d".formatted(file, format, FORMAT));
        }
        ArtefactRecord read = JsonFile.readJson(file, new TypeReference<>() {});
        for (Map.Entry<String, String> entry : read.checksums().entrySet()) {
            Path content = folder.resolve(entry.getKey());
            if (!Files.isRegularFile(content)) {
                throw new IOException(content + " is missing");
            }
            if (!Digest.of(content).equals(entry.getValue())) {
                throw new IOException(content + " is damaged: it is not what was written");
            }
        }
        return read;
    }
}

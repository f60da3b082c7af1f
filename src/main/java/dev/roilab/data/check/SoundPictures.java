package dev.roilab.data.check;

import dev.roilab.file.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hashes of pictures that were decoded without an error or a warning, kept in a file of a cache: only what is found
 * for the first time is decoded when a study starts.
 */
public final class SoundPictures {
    private static final Logger LOG = LoggerFactory.getLogger(SoundPictures.class);

    /** Another name whenever the checks find more than before. */
    private static final String NAME = "sound-pictures-3.txt";

    private final Optional<Path> file;
    private final Set<String> hashes = new TreeSet<>();

    /** @param cache absent: nothing is kept */
    public SoundPictures(Optional<Path> cache) {
        file = cache.map(folder -> folder.resolve(NAME));
        read();
    }

    private void read() {
        if (file.isPresent() && Files.isReadable(file.get())) {
            try {
                hashes.addAll(Files.readAllLines(file.get(), StandardCharsets.US_ASCII));
            } catch (IOException e) {
                LOG.warn("{} cannot be read: {}; the pictures are decoded again", file.get(), e.getMessage());
            }
        }
    }

    boolean has(String hash) {
        return hashes.contains(hash);
    }

    /** Keeps these, and what another process has kept meanwhile. */
    void add(Collection<String> more) {
        if (file.isEmpty() || more.isEmpty()) {
            return;
        }
        read();
        hashes.addAll(more);
        try {
            Files.createDirectories(file.get().toAbsolutePath().getParent());
            WholeFile.write(file.get(), String.join("\n", hashes).getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            LOG.warn("{} cannot be written: {}; the pictures are decoded again", file.get(), e.getMessage());
        }
    }
}

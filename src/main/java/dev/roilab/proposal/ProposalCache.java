package dev.roilab.proposal;

import dev.roilab.geometry.Box;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proposals on disk, one file for each image and search, under a hash of both. A file is written aside and moved into
 * place; a damaged one, whose checksum does not fit, counts as absent, with a warning.
 */
final class ProposalCache {
    /** The boxes of an image and the seconds that finding them took. */
    record Entry(List<Box> boxes, double seconds) {
        /** The best of them. */
        Entry first(int count) {
            return count < boxes.size() ? new Entry(boxes.subList(0, count), seconds) : this;
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(ProposalCache.class);

    private final Path folder;

    ProposalCache(Path folder) {
        this.folder = folder;
    }

    private Path file(String key) {
        return folder.resolve(key.substring(0, 2)).resolve(key + ".boxes");
    }

    Optional<Entry> read(String key) {
        Path file = file(key);
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        try {
            Optional<Entry> entry = decode(Files.readAllBytes(file));
            if (entry.isEmpty()) {
                LOG.warn("{} is damaged: its checksum does not fit; the proposals are computed again", file);
            }
            return entry;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static Optional<Entry> decode(byte[] bytes) {
        if (bytes.length < 2 * Long.BYTES) {
            return Optional.empty();
        }
        var buffer = ByteBuffer.wrap(bytes);
        if (buffer.getLong() != checksum(bytes) || (bytes.length - 2 * Long.BYTES) % (4 * Double.BYTES) != 0) {
            return Optional.empty();
        }
        double seconds = buffer.getDouble();
        List<Box> boxes = new ArrayList<>();
        while (buffer.hasRemaining()) {
            boxes.add(new Box(buffer.getDouble(), buffer.getDouble(), buffer.getDouble(), buffer.getDouble()));
        }
        return Optional.of(new Entry(List.copyOf(boxes), seconds));
    }

    void write(String key, Entry entry) {
        var buffer = ByteBuffer.allocate(2 * Long.BYTES + entry.boxes().size() * 4 * Double.BYTES);
        buffer.putLong(0).putDouble(entry.seconds());
        for (Box box : entry.boxes()) {
            buffer.putDouble(box.x1()).putDouble(box.y1()).putDouble(box.x2()).putDouble(box.y2());
        }
        buffer.putLong(0, checksum(buffer.array()));
        Path file = file(key);
        try {
            Files.createDirectories(file.getParent());
            Path aside = Files.createTempFile(file.getParent(), key, ".part");
            Files.write(aside, buffer.array());
            move(aside, file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException _) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static long checksum(byte[] bytes) {
        var crc = new CRC32();
        crc.update(bytes, Long.BYTES, bytes.length - Long.BYTES);
        return crc.getValue();
    }
}

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
    private static final Logger LOG = LoggerFactory.getLogger(ProposalCache.class);

    private final Path folder;

    ProposalCache(Path folder) {
        this.folder = folder;
    }

    private Path file(String key) {
        return folder.resolve(key.substring(0, 2)).resolve(key + ".boxes");
    }

    Optional<List<Box>> read(String key) {
        Path file = file(key);
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        try {
            Optional<List<Box>> boxes = decode(Files.readAllBytes(file));
            if (boxes.isEmpty()) {
                LOG.warn("{} is damaged: its checksum does not fit; the proposals are computed again", file);
            }
            return boxes;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static Optional<List<Box>> decode(byte[] bytes) {
        if (bytes.length < 2 * Long.BYTES) {
            return Optional.empty();
        }
        var buffer = ByteBuffer.wrap(bytes);
        if (buffer.getLong() != checksum(bytes) || (bytes.length - 2 * Long.BYTES) % (4 * Double.BYTES) != 0) {
            return Optional.empty();
        }
        buffer.position(2 * Long.BYTES);
        List<Box> boxes = new ArrayList<>();
        while (buffer.hasRemaining()) {
            boxes.add(new Box(buffer.getDouble(), buffer.getDouble(), buffer.getDouble(), buffer.getDouble()));
        }
        return Optional.of(List.copyOf(boxes));
    }

    void write(String key, List<Box> boxes) {
        var buffer = ByteBuffer.allocate(2 * Long.BYTES + boxes.size() * 4 * Double.BYTES);
        // The checksum, and a number that has no meaning any more: files of before keep their place.
        buffer.putLong(0).putLong(0);
        for (Box box : boxes) {
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

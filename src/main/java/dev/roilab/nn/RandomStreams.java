package dev.roilab.nn;

import dev.roilab.file.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * Random numbers by name from one root seed. Each consumer asks for a stream of its own, so that adding a consumer, or
 * drawing more numbers in one, moves no other.
 */
public record RandomStreams(long root) {
    /** A new stream, at its start; equal roots and names give equal numbers on every machine. */
    public SplittableRandom stream(String name) {
        byte[] digest = Digest.create()
                .digest(ByteBuffer.allocate(Long.BYTES + name.getBytes(StandardCharsets.UTF_8).length)
                        .putLong(root)
                        .put(name.getBytes(StandardCharsets.UTF_8))
                        .array());
        return new SplittableRandom(ByteBuffer.wrap(digest).getLong());
    }
}

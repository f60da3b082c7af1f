package dev.roilab.nn;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.SplittableRandom;

/**
 * Random numbers by name from one root seed. Each consumer asks for a stream of its own, so that adding a consumer, or
 * drawing more numbers in one, moves no other.
 */
public record RandomStreams(long root) {
    /** A new stream, at its start; equal roots and names give equal numbers on every machine. */
    public SplittableRandom stream(String name) {
        byte[] digest = sha256().digest(ByteBuffer.allocate(Long.BYTES + name.getBytes(StandardCharsets.UTF_8).length)
                .putLong(root)
                .put(name.getBytes(StandardCharsets.UTF_8))
                .array());
        return new SplittableRandom(ByteBuffer.wrap(digest).getLong());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
    }
}

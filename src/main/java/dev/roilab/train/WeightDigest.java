package dev.roilab.train;

import dev.roilab.nn.NamedTensors;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of named tensors: equal if and only if every name, shape and bit is. */
public final class WeightDigest {
    /** Numbers handed to the digest at a time. */
    private static final int CHUNK = 1 << 16;

    private WeightDigest() {}

    /** The digest in hexadecimal. */
    public static String of(NamedTensors tensors) {
        MessageDigest digest = sha256();
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK * Float.BYTES);
        tensors.byName().forEach((name, tensor) -> {
            digest.update((name + tensor.shape()).getBytes(StandardCharsets.UTF_8));
            float[] numbers = tensor.numbers().get();
            for (int start = 0; start < numbers.length; start += CHUNK) {
                int length = Math.min(CHUNK, numbers.length - start);
                buffer.clear();
                buffer.asFloatBuffer().put(numbers, start, length);
                digest.update(buffer.array(), 0, length * Float.BYTES);
            }
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

package dev.roilab.train;

import dev.roilab.file.Digest;
import dev.roilab.nn.NamedTensors;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** SHA-256 of named tensors: equal if and only if every name, shape and bit is. */
public final class WeightDigest {
    /** Numbers handed to the digest at a time. */
    private static final int CHUNK = 1 << 16;

    private WeightDigest() {}

    /** The digest in hexadecimal. */
    public static String of(NamedTensors tensors) {
        MessageDigest digest = Digest.create();
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
        return Digest.hex(digest.digest());
    }
}

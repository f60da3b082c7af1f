package dev.roilab.data;

import dev.roilab.file.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** SHA-256 over a sequence of parts; their lengths take part, so that no two sequences run together. */
public final class Fingerprint {
    private final MessageDigest digest = Digest.create();

    /** Takes a text in UTF-8 as the next part. */
    public Fingerprint add(String part) {
        return add(part.getBytes(StandardCharsets.UTF_8));
    }

    /** Takes bytes as the next part. */
    public Fingerprint add(byte[] part) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
        digest.update(part);
        return this;
    }

    /** The digest in hexadecimal; further parts start a new one. */
    public String hex() {
        return Digest.hex(digest.digest());
    }
}

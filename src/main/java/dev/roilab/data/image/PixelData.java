package dev.roilab.data.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** What of a picture's file its pixels depend on: two files that differ in remarks alone have the same. */
public final class PixelData {
    private static final int START_OF_SCAN = 0xDA;
    private static final int FIRST_APPLICATION = 0xE0;
    private static final int LAST_APPLICATION = 0xEF;
    private static final int COMMENT = 0xFE;

    private PixelData() {}

    /**
     * A PNG without its chunks of text, times and colours that are not applied; a JPEG without the segments of
     * applications (EXIF, profiles, previews) and comments. Any other file as it is, and one that does not fit its
     * format.
     */
    public static byte[] of(byte[] file) {
        boolean jpeg = file.length > 2 && file[0] == (byte) 0xFF && file[1] == (byte) 0xD8;
        return jpeg ? ofJpeg(file) : PngData.ofPixels(file);
    }

    private static byte[] ofJpeg(byte[] file) {
        var bytes = ByteBuffer.wrap(file);
        var kept = new ByteArrayOutputStream(file.length);
        try {
            for (int at = 2; ; ) {
                int next = JpegHeader.marker(file, at);
                int code = file[next + 1] & 0xFF;
                int end = code == START_OF_SCAN ? file.length : JpegHeader.segmentEnd(bytes, next);
                if ((code < FIRST_APPLICATION || code > LAST_APPLICATION) && code != COMMENT) {
                    kept.write(file, next, end - next);
                }
                if (code == START_OF_SCAN) {
                    return kept.toByteArray();
                }
                at = end;
            }
        } catch (IndexOutOfBoundsException _) {
            return file;
        }
    }
}

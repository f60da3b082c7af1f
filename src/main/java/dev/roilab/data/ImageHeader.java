package dev.roilab.data;

import java.util.Optional;

/**
 * The size that a JPEG or PNG file states, found without decoding. A turn by EXIF is not applied, as in
 * {@link ImageFiles}.
 *
 * @param complete the file has its format's end mark
 */
record ImageHeader(int width, int height, boolean complete) {
    private static final long PNG_SIGNATURE = 0x89504E470D0A1A0AL;
    private static final int PNG_HEADER_LENGTH = 24;
    private static final int START_OF_SCAN = 0xDA;

    /** Absent if the bytes are neither a JPEG nor a PNG file with a size. */
    static Optional<ImageHeader> of(byte[] file) {
        if (file.length >= PNG_HEADER_LENGTH && (int32(file, 0) << 32 | int32(file, 4)) == PNG_SIGNATURE) {
            return of((int) int32(file, 16), (int) int32(file, 20), pngComplete(file));
        }
        if (file.length >= 4 && int16(file, 0) == 0xFFD8) {
            return jpeg(file);
        }
        return Optional.empty();
    }

    private static Optional<ImageHeader> of(int width, int height, boolean complete) {
        return width < 1 || height < 1 ? Optional.empty() : Optional.of(new ImageHeader(width, height, complete));
    }

    private static boolean pngComplete(byte[] file) {
        // The chunk IEND is empty: length 0, name, checksum.
        for (int i = file.length - 12; i >= PNG_HEADER_LENGTH; i--) {
            if (int32(file, i) == 0 && int32(file, i + 4) == 0x49454E44) {
                return true;
            }
        }
        return false;
    }

    /** Walks the marker segments up to the first start of frame (ITU-T T.81, annex B). */
    private static Optional<ImageHeader> jpeg(byte[] file) {
        int at = 2;
        while (at + 9 < file.length) {
            if (file[at] != (byte) 0xFF) {
                return Optional.empty();
            }
            int marker = file[at + 1] & 0xFF;
            if (marker == 0xFF) {
                at++;
            } else if (isStartOfFrame(marker)) {
                return of(int16(file, at + 7), int16(file, at + 5), jpegComplete(file, at));
            } else if (marker == START_OF_SCAN) {
                return Optional.empty();
            } else {
                at += 2 + int16(file, at + 2);
            }
        }
        return Optional.empty();
    }

    /** C0 to CF without the tables (C4, CC) and the reserved C8. */
    private static boolean isStartOfFrame(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    /** Whether an end of image follows; behind the frame's start it cannot be that of an embedded preview. */
    private static boolean jpegComplete(byte[] file, int frame) {
        for (int i = file.length - 2; i > frame; i--) {
            if (int16(file, i) == 0xFFD9) {
                return true;
            }
        }
        return false;
    }

    private static int int16(byte[] file, int at) {
        return (file[at] & 0xFF) << 8 | (file[at + 1] & 0xFF);
    }

    private static long int32(byte[] file, int at) {
        return (long) int16(file, at) << 16 | int16(file, at + 2);
    }
}

package dev.roilab.data;

import java.util.List;
import java.util.Locale;

/** Kinds of image files that are read, whatever their names end in. */
enum ImageFormat {
    JPEG(".jpg", ".jpeg", ".jpe", ".jfif"),
    PNG(".png"),
    WEBP(".webp"),
    BMP(".bmp", ".dib"),
    TIFF(".tif", ".tiff"),
    GIF(".gif");

    static final String ALL = "JPEG, PNG, WebP, BMP, TIFF or GIF";

    private final List<String> extensions;

    ImageFormat(String... extensions) {
        this.extensions = List.of(extensions);
    }

    /** Whether a file name ends as files of this kind do, in whatever case. */
    boolean isNamed(String file) {
        String lower = file.toLowerCase(Locale.ROOT);
        return extensions.stream().anyMatch(lower::endsWith);
    }

    /** Every extension, those before others that are more usual. */
    static List<String> extensions() {
        return List.of(values()).stream()
                .flatMap(format -> format.extensions.stream())
                .toList();
    }

    String text() {
        return this == WEBP ? "WebP" : name();
    }
}

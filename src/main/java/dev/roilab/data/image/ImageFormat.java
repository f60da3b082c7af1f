package dev.roilab.data.image;

import java.util.List;
import java.util.Locale;

/** Kinds of image files that are read, whatever their names end in. */
public enum ImageFormat {
    JPEG,
    PNG,
    WEBP,
    BMP,
    TIFF,
    GIF;

    /** In words, for messages. */
    public static final String ALL = "JPEG, PNG, WebP, BMP, TIFF or GIF";

    private List<String> ownExtensions() {
        return switch (this) {
            case JPEG -> List.of(".jpg", ".jpeg", ".jpe", ".jfif");
            case PNG -> List.of(".png");
            case WEBP -> List.of(".webp");
            case BMP -> List.of(".bmp", ".dib");
            case TIFF -> List.of(".tif", ".tiff");
            case GIF -> List.of(".gif");
        };
    }

    /** Whether a file name ends as files of this kind do, in whatever case. */
    public boolean isNamed(String file) {
        String lower = file.toLowerCase(Locale.ROOT);
        return ownExtensions().stream().anyMatch(lower::endsWith);
    }

    /** What most files of this kind end in. */
    public String usualExtension() {
        return ownExtensions().getFirst();
    }

    /** Every extension, those before others that are more usual. */
    public static List<String> extensions() {
        return List.of(values()).stream()
                .flatMap(format -> format.ownExtensions().stream())
                .toList();
    }

    /** As people write the format's name. */
    public String text() {
        return this == WEBP ? "WebP" : name();
    }
}

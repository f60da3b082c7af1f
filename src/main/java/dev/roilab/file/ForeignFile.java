package dev.roilab.file;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names what a file is that should be something else, and says what to do. */
public final class ForeignFile {
    private static final int LOOKED_AT = 512;

    /** A number for the kind, then the width or a remark. */
    private static final Pattern PNM = Pattern.compile("P[1-7]\\s+[#\\dW]");

    private ForeignFile() {}

    /**
     * What is wrong with a file that should be something else.
     *
     * @param expected what it should be; said where the file reminds of nothing that tells what to do
     */
    public static String problem(byte[] file, String expected) {
        String remedy = "expected " + expected;
        return describe(file)
                .map(what -> what.contains("; ") ? what : what + "; " + remedy)
                .orElse(remedy);
    }

    /**
     * What a file is, by its first bytes: an archive, a picture, a pointer or page in place of a file, text. Absent if
     * they remind of nothing.
     */
    public static Optional<String> kind(byte[] file) {
        String start = start(file);
        return notText(file).or(() -> Optional.ofNullable(text(start)));
    }

    /** The same of a file that should be text. */
    public static Optional<String> notText(byte[] file) {
        String start = start(file);
        return Optional.ofNullable(packed(start))
                .or(() -> Optional.ofNullable(picture(start)))
                .or(() -> Optional.ofNullable(inPlaceOfAFile(start)));
    }

    private static String start(byte[] file) {
        return new String(file, 0, Math.min(file.length, LOOKED_AT), StandardCharsets.ISO_8859_1);
    }

    /** Absent if the bytes remind of nothing. */
    private static Optional<String> describe(byte[] file) {
        return file.length == 0
                ? Optional.of("the file is empty; fetch it again")
                : kind(file).or(() -> zeros(file));
    }

    private static @Nullable String packed(String start) {
        if (start.startsWith("\u001f\u008b")) {
            return "it is a gzip file; unpack it";
        }
        if (start.startsWith("PK\u0003\u0004")) {
            return "it is a zip file; unpack it";
        }
        if (start.startsWith("BZh") || start.startsWith("\u00fd7zXZ") || start.startsWith("7z\u00bc\u00af")) {
            return "it is a bzip2, xz or 7z file; unpack it";
        }
        if (start.startsWith("(\u00b5/\u00fd")) {
            return "it is a zstd file; unpack it";
        }
        if (start.startsWith("ustar", 257)) {
            return "it is a tar archive; unpack it";
        }
        return start.startsWith("%PDF") ? "it is a PDF file; convert it" : null;
    }

    private static @Nullable String picture(String start) {
        if (start.startsWith("ftyp", 4)) {
            String brand = start.length() < 12 ? "" : start.substring(8, 12);
            return brand.startsWith("avi")
                    ? "it is an AVIF picture; convert it to JPEG or PNG"
                    : "it is a HEIC picture or a film; convert it to JPEG or PNG";
        }
        if (start.startsWith("jP  ", 4) || start.startsWith("\u00ffO\u00ffQ")) {
            return "it is a JPEG 2000 picture; convert it to JPEG or PNG";
        }
        if (start.startsWith("JXL ", 4) || start.startsWith("\u00ff\n")) {
            return "it is a JPEG XL picture; convert it to JPEG or PNG";
        }
        String old = rare(start);
        if (old != null) {
            return old;
        }
        if (start.startsWith("8BPS")) {
            return "it is a Photoshop file; convert it to JPEG or PNG";
        }
        if (start.startsWith("\u0089PNG") && !start.startsWith("\r\n\u001a\n", 4)) {
            return "it is a PNG file whose line ends were changed by a transfer as text; fetch it again";
        }
        int jpeg = start.indexOf("\u00ff\u00d8\u00ff");
        if (jpeg > 0) {
            return "a JPEG picture begins at byte %d; remove what stands before it".formatted(jpeg);
        }
        int png = start.indexOf("\u0089PNG\r\n");
        return png > 0 ? "a PNG picture begins at byte %d; remove what stands before it".formatted(png) : null;
    }

    private static @Nullable String rare(String start) {
        if (PNM.matcher(start).lookingAt()) {
            return "it is a PBM, PGM or PPM picture; convert it to PNG";
        }
        if (start.startsWith("II+\u0000") || start.startsWith("MM\u0000+")) {
            return "it is a BigTIFF picture; convert it to TIFF or PNG";
        }
        if (start.startsWith("#?RADIANCE") || start.startsWith("#?RGBE") || start.startsWith("v/1\u0001")) {
            return "it is a picture of high dynamic range (Radiance or OpenEXR); convert it to JPEG or PNG";
        }
        if (start.startsWith("\u0000\u0000\u0001\u0000") && start.length() > 22) {
            return "it is a Windows icon; convert it to PNG";
        }
        return start.startsWith("\u00ff\u00d8")
                ? "it begins as a JPEG file and ends within its header, or has none; fetch it again"
                : null;
    }

    private static @Nullable String inPlaceOfAFile(String start) {
        String lower = start.toLowerCase(Locale.ROOT);
        if (start.startsWith("version https://git-lfs")) {
            return "it is a Git LFS pointer, not the file; fetch it with `git lfs pull`";
        }
        if (start.contains("annex/objects/")) {
            return "it is a git-annex pointer, not the file; fetch it with `git annex get`";
        }
        if (lower.contains("<html") || lower.contains("<!doctype html")) {
            return "it is an HTML page, as servers send in place of a file; fetch it again";
        }
        return lower.contains("<svg") ? "it is an SVG drawing; convert it to PNG" : null;
    }

    private static @Nullable String text(String start) {
        String words = start.lines().findFirst().orElse("").strip();
        boolean printable = start.chars().allMatch(c -> (c >= ' ' && c < 0x7f) || Character.isWhitespace(c));
        return printable && !words.isEmpty()
                ? "it is text that begins with '%s'".formatted(words.substring(0, Math.min(40, words.length())))
                : null;
    }

    private static Optional<String> zeros(byte[] file) {
        for (byte value : file) {
            if (value != 0) {
                return Optional.empty();
            }
        }
        return Optional.of("it has %d bytes, all zero; fetch it again".formatted(file.length));
    }
}

package dev.roilab.file;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text in whatever encoding it was saved: by its byte order mark, by the zeros that 16 bits a letter leave between
 * Latin letters, else UTF-8; what is no UTF-8 is read as Latin-1 (windows-1252, which has the same letters).
 *
 * @param text without a byte order mark
 * @param wide 16 or 32 bits a letter
 * @param latin read as Latin-1, which nothing declared
 */
public record TextFile(String text, boolean wide, boolean latin) {
    private static final Charset LATIN = Charset.forName("windows-1252");
    private static final Pattern DECLARATION =
            Pattern.compile("\\A\\s*<\\?xml\\s[^>]*?encoding\\s*=\\s*[\"']([^\"']*)[\"'][^>]*\\?>");
    private static final Pattern ANY_DECLARATION = Pattern.compile("\\A\\s*<\\?xml\\s[^>]*\\?>");

    /** A text of no declared encoding. */
    public static TextFile of(byte[] bytes) {
        Optional<Charset> wide = wide(bytes);
        if (wide.isPresent()) {
            return new TextFile(withoutMark(new String(bytes, wide.get())), true, false);
        }
        return utf8(bytes)
                .map(text -> new TextFile(withoutMark(text), false, false))
                .orElseGet(() -> new TextFile(new String(bytes, LATIN), false, true));
    }

    /**
     * An XML document by what it declares of itself, if it does; the declaration is blanked, so that a parser of
     * characters needs not make sense of it and places stay what they are.
     */
    public static TextFile ofXml(byte[] bytes) {
        TextFile plain = of(bytes);
        Matcher declared = DECLARATION.matcher(plain.text);
        if (!plain.wide && declared.find()) {
            Optional<Charset> charset = narrow(declared.group(1));
            if (charset.isPresent() && !charset.get().equals(StandardCharsets.UTF_8)) {
                return new TextFile(blanked(withoutMark(new String(bytes, charset.get()))), false, false);
            }
        }
        return new TextFile(blanked(plain.text), plain.wide, plain.latin);
    }

    private static String blanked(String text) {
        Matcher declaration = ANY_DECLARATION.matcher(text);
        return declaration.find()
                ? declaration.group().replaceAll("[^\\r\\n]", " ") + text.substring(declaration.end())
                : text;
    }

    /** A known encoding of one byte a letter or of UTF-8's kind; a document that was read so far is not in another. */
    private static Optional<Charset> narrow(String name) {
        try {
            return name.toUpperCase(Locale.ROOT).startsWith("UTF-16")
                    ? Optional.empty()
                    : Optional.of(Charset.forName(name));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
            return Optional.empty();
        }
    }

    private static Optional<Charset> wide(byte[] bytes) {
        if (bytes.length < 2) {
            return Optional.empty();
        }
        int first = (bytes[0] & 0xFF) << 8 | (bytes[1] & 0xFF);
        int second = bytes.length < 4 ? -1 : (bytes[2] & 0xFF) << 8 | (bytes[3] & 0xFF);
        if (first == 0xFFFE) {
            return Optional.of(second == 0 ? Charset.forName("UTF-32LE") : StandardCharsets.UTF_16LE);
        }
        if (first == 0xFEFF) {
            return Optional.of(StandardCharsets.UTF_16BE);
        }
        if (first == 0) {
            return second == 0xFEFF || (second > 0 && second < 0x100)
                    ? Optional.of(Charset.forName("UTF-32BE"))
                    : Optional.empty();
        }
        if (first < 0x100) {
            return Optional.of(StandardCharsets.UTF_16BE);
        }
        if ((first & 0xFF) == 0) {
            return Optional.of(second == 0 ? Charset.forName("UTF-32LE") : StandardCharsets.UTF_16LE);
        }
        return Optional.empty();
    }

    private static Optional<String> utf8(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    private static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}

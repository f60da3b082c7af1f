package dev.roilab.report.document;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Running text as TeX reads it. */
final class LatexText {
    /** Where a line may end though nothing is printed. */
    private static final char BREAK = '\u200B';

    private static final char THIN_SPACE = '\u2009';
    private static final char MINUS = '\u2212';

    private static final String KNOWN = "±×≥≤Σµμ→–—…’“”" + BREAK + THIN_SPACE + MINUS;

    private static final Pattern SIGN = Pattern.compile("(?<![\\w.)\\]-])-(?=\\d)");
    private static final Pattern LONG_WORD = Pattern.compile("\\S{17,}");
    private static final Pattern AFTER_PUNCTUATION = Pattern.compile("(?<=[/_.=,;:@)}-])(?=[^\\s\\d.])");

    /** Hashes and the like, which no hyphen may split. */
    private static final Pattern UNBROKEN = Pattern.compile("[^\\s\u200B]{21,}");

    private static final int HASH_PIECE = 8;

    private LatexText() {}

    /** Spans with their look, escaped. */
    static String of(Text text) {
        return text.spans().stream()
                .map(span -> span.bold() ? "\\textbf{" + escape(span.text()) + "}" : escape(span.text()))
                .collect(Collectors.joining());
    }

    /** The same, with places where a narrow column may break paths and hashes. */
    static String breakable(Text text) {
        return of(new Text(text.spans().stream()
                .map(span -> new Text.Span(withBreaks(typeset(span.text())), span.bold(), span.link()))
                .toList()));
    }

    /**
     * Minus signs and the spaces of a deviation as print has them; one space at most between words; characters without
     * a glyph by their numbers.
     */
    static String typeset(String text) {
        String spaced = text.replaceAll("\\s+", " ").replace(" ± ", THIN_SPACE + "±" + THIN_SPACE);
        StringBuilder typeset = new StringBuilder();
        SIGN.matcher(spaced).replaceAll(String.valueOf(MINUS)).codePoints().forEach(character -> {
            if (isPrinted(character)) {
                typeset.appendCodePoint(character);
            } else {
                typeset.append("[U+%04X]".formatted(character));
            }
        });
        return typeset.toString();
    }

    /** ASCII, the letters of Latin-1 and what {@link #escape} knows; of other characters LaTeX would stop. */
    private static boolean isPrinted(int character) {
        return (character >= ' ' && character < 0x7F)
                || (character >= 0xC0 && character <= 0xFF)
                || KNOWN.indexOf(character) >= 0;
    }

    static String withBreaks(String text) {
        String paths = LONG_WORD
                .matcher(text)
                .replaceAll(
                        word -> quoted(AFTER_PUNCTUATION.matcher(word.group()).replaceAll("" + BREAK)));
        return UNBROKEN.matcher(paths)
                .replaceAll(word -> quoted(word.group().replaceAll("(.{" + HASH_PIECE + "})(?=.)", "$1" + BREAK)));
    }

    private static String quoted(String replacement) {
        return replacement.replace("\\", "\\\\").replace("$", "\\$");
    }

    /** What stays on one line. */
    static String[] pieces(String text) {
        return withBreaks(typeset(text)).split("[ \u200B]", -1);
    }

    /** Every character that TeX would act on, as what prints it. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        typeset(text).codePoints().forEach(character -> {
            // Two hyphens would become a dash.
            boolean second = character == '-' && escaped.toString().endsWith("-");
            escaped.append(second ? "{}" : "").append(escape(character));
        });
        return escaped.toString();
    }

    private static String escape(int character) {
        return switch (character) {
            case '&', '%', '$', '#', '_', '{', '}' -> "\\" + (char) character;
            case '~' -> "\\textasciitilde{}";
            case '^' -> "\\textasciicircum{}";
            case '\\' -> "\\textbackslash{}";
            case '<' -> "\\textless{}";
            case '>' -> "\\textgreater{}";
            case '|' -> "\\textbar{}";
            case '"' -> "''";
            case BREAK -> "\\allowbreak{}";
            case THIN_SPACE -> "\\,";
            case MINUS -> "$-$";
            case '±' -> "$\\pm$";
            case '×' -> "$\\times$";
            case '≥' -> "$\\geq$";
            case '≤' -> "$\\leq$";
            case 'Σ' -> "$\\Sigma$";
            case 'µ', 'μ' -> "$\\mu$";
            case '→' -> "$\\rightarrow$";
            case '–' -> "\\textendash{}";
            case '—' -> "\\textemdash{}";
            case '…' -> "\\ldots{}";
            case '’' -> "'";
            case '“' -> "``";
            case '”' -> "''";
            default -> Character.toString(character);
        };
    }
}

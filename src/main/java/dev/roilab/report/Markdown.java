package dev.roilab.report;

/** Text that Markdown shows as it is. */
final class Markdown {
    private Markdown() {}

    /** On one line, with the characters escaped that would start markup or end a cell. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        String line = text.strip().replaceAll("\\s+", " ");
        for (int index = 0; index < line.length(); index++) {
            char character = line.charAt(index);
            switch (character) {
                case '\\', '|', '*', '`', '[', ']', '~' -> escaped.append('\\').append(character);
                case '<' -> escaped.append("&lt;");
                case '&' -> escaped.append("&amp;");
                case '_' -> escaped.append(insideWord(line, index) ? "_" : "\\_");
                default -> escaped.append(character);
            }
        }
        return escaped.toString();
    }

    static String bold(String text) {
        return "**" + text + "**";
    }

    /** An underscore between letters never starts emphasis. */
    private static boolean insideWord(String line, int index) {
        return index > 0
                && index + 1 < line.length()
                && Character.isLetterOrDigit(line.charAt(index - 1))
                && Character.isLetterOrDigit(line.charAt(index + 1));
    }
}

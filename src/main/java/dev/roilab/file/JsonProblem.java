package dev.roilab.file;

import java.util.List;
import tools.jackson.core.JacksonException;

/** What is wrong with a text that is no JSON, in words for who wrote it. */
public final class JsonProblem {
    /** Where the parser's message turns to its own options and buffers. */
    private static final List<String> INNER_WORDS =
            List.of(" (start marker", " (for ", ": enable ", " (not recognized", " at [Source", "\n");

    private JsonProblem() {}

    /** The parser's message without its place and without advice to programmers. */
    public static String text(JacksonException problem) {
        String message = String.valueOf(problem.getOriginalMessage());
        int end = INNER_WORDS.stream()
                .mapToInt(message::indexOf)
                .filter(at -> at > 0)
                .min()
                .orElse(message.length());
        return message.substring(0, end);
    }
}

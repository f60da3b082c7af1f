package dev.roilab.report.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Running text of a report: words as they are meant, before any format escapes them. */
public record Text(List<Span> spans) {
    public static final Text EMPTY = new Text(List.of());

    public Text {
        spans = List.copyOf(spans);
    }

    /** A stretch of one look. */
    public record Span(String text, boolean bold, Optional<String> link) {}

    public static Text of(String text) {
        return text.isEmpty() ? EMPTY : new Text(List.of(new Span(text, false, Optional.empty())));
    }

    public static Text bold(String text) {
        return new Text(List.of(new Span(text, true, Optional.empty())));
    }

    /** Words that lead to a file beside the report. */
    public static Text link(String text, String target) {
        return new Text(List.of(new Span(text, false, Optional.of(target))));
    }

    public Text plus(Text more) {
        List<Span> all = new ArrayList<>(spans);
        all.addAll(more.spans);
        return new Text(all);
    }

    public Text plus(String more) {
        return plus(of(more));
    }

    /** The words without their look. */
    public String plain() {
        return spans.stream().map(Span::text).collect(Collectors.joining());
    }
}

package dev.roilab.report.document;

import dev.roilab.report.document.Block.Code;
import dev.roilab.report.document.Block.Column;
import dev.roilab.report.document.Block.Heading;
import dev.roilab.report.document.Block.Paragraph;
import dev.roilab.report.document.Block.Picture;
import dev.roilab.report.document.Block.Question;
import dev.roilab.report.document.Block.Table;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Writes blocks as the inside of an HTML page.
 *
 * @param pictures makes the element of a picture
 */
public record Html(Function<Picture, String> pictures) {
    /** Characters; longer cells hold sentences or hashes. */
    private static final int LONGEST_WORD = 32;

    /** One element a block, a line each. */
    public String of(List<Block> blocks) {
        return blocks.stream().map(this::block).collect(Collectors.joining("\n"));
    }

    private String block(Block block) {
        return switch (block) {
            case Heading heading ->
                "<h" + heading.level() + " id=\"" + anchor(heading.text()) + "\">" + escape(heading.text()) + "</h"
                        + heading.level() + ">";
            case Question question -> "<blockquote>" + escape(question.text()) + "</blockquote>";
            case Paragraph paragraph -> "<p>" + text(paragraph.text()) + "</p>";
            case Code code -> "<pre><code>" + escape(code.text().strip()) + "</code></pre>";
            case Picture picture ->
                "<figure>" + pictures.apply(picture) + "<figcaption>" + text(picture.caption())
                        + "</figcaption></figure>";
            case Table table -> table(table);
        };
    }

    /** The id of a heading. */
    public static String anchor(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }

    private static String table(Table table) {
        String name = escape(table.name());
        StringBuilder html = new StringBuilder();
        boolean described = !table.caption().spans().isEmpty();
        if (described) {
            // A caption inside the table would be no wider than the table.
            html.append("<p class=\"caption\" id=\"about-" + name + "\">")
                    .append(text(table.caption()))
                    .append("</p>\n");
        }
        html.append("<div class=\"table\"><table id=\"table-").append(name).append('"');
        html.append(described ? " aria-describedby=\"about-" + name + "\">" : ">");
        html.append("\n<thead><tr>");
        for (Column column : table.columns()) {
            html.append("<th scope=\"col\"")
                    .append(column.numeric() ? " class=\"number\"" : "")
                    .append('>')
                    .append(escape(column.heading()))
                    .append("</th>");
        }
        html.append("</tr></thead>\n<tbody>\n");
        for (List<Text> row : table.rows()) {
            html.append("<tr>");
            for (int i = 0; i < row.size(); i++) {
                html.append(cellStart(table.columns().get(i), row.get(i)))
                        .append(text(row.get(i)))
                        .append("</td>");
            }
            html.append("</tr>\n");
        }
        return html.append("</tbody></table></div>").toString();
    }

    /** Sentences may break over lines and keep a readable width; words stay whole. */
    private static String cellStart(Column column, Text text) {
        if (column.numeric()) {
            return "<td class=\"number\">";
        }
        return text.plain().length() > LONGEST_WORD ? "<td class=\"long\">" : "<td>";
    }

    private static String text(Text text) {
        return text.spans().stream().map(Html::span).collect(Collectors.joining());
    }

    private static String span(Text.Span span) {
        String escaped = escape(span.text());
        Optional<String> link = span.link();
        String linked = link.isPresent() ? "<a href=\"" + escape(link.get()) + "\">" + escaped + "</a>" : escaped;
        return span.bold() ? "<strong>" + linked + "</strong>" : linked;
    }

    /** For text and for attributes in double quotes. */
    public static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        text.chars().forEach(character -> {
            switch (character) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.append((char) character);
            }
        });
        return escaped.toString();
    }
}

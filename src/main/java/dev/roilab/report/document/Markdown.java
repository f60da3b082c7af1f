package dev.roilab.report.document;

import dev.roilab.report.document.Block.Code;
import dev.roilab.report.document.Block.Column;
import dev.roilab.report.document.Block.Heading;
import dev.roilab.report.document.Block.Paragraph;
import dev.roilab.report.document.Block.Picture;
import dev.roilab.report.document.Block.Question;
import dev.roilab.report.document.Block.Table;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes blocks as GitHub's Markdown; tables are aligned in the source as well. */
public final class Markdown {
    /** The shortest alignment row that every parser accepts. */
    private static final int NARROWEST = 3;

    private Markdown() {}

    /** All blocks, one empty line between them. */
    public static String of(List<Block> blocks) {
        return blocks.stream().map(Markdown::block).collect(Collectors.joining("\n"));
    }

    private static String block(Block block) {
        return switch (block) {
            case Heading heading -> "#".repeat(heading.level()) + " " + escape(heading.text()) + "\n";
            case Question question -> "> " + escape(question.text()) + "\n";
            case Paragraph paragraph -> text(paragraph.text()) + "\n";
            case Code code -> "```sh\n" + code.text().strip() + "\n```\n";
            case Picture picture ->
                "![" + escape(picture.title()) + "](" + picture.file() + ")\n\n" + text(picture.caption()) + "\n";
            case Table table ->
                (table.caption().spans().isEmpty() ? "" : text(table.caption()) + "\n\n") + table(table);
        };
    }

    static String text(Text text) {
        return text.spans().stream().map(Markdown::span).collect(Collectors.joining());
    }

    private static String span(Text.Span span) {
        String escaped = escape(span.text());
        Optional<String> link = span.link();
        String linked = link.isPresent() ? "[" + escaped + "](" + link.get() + ")" : escaped;
        return span.bold() ? "**" + linked + "**" : linked;
    }

    private static String table(Table table) {
        List<String> headings =
                table.columns().stream().map(column -> escape(column.heading())).toList();
        List<List<String>> rows = table.rows().stream()
                .map(row -> row.stream().map(Markdown::text).toList())
                .toList();
        int[] widths = new int[headings.size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = Math.max(NARROWEST, length(headings.get(column)));
            for (List<String> row : rows) {
                widths[column] = Math.max(widths[column], length(row.get(column)));
            }
        }
        StringBuilder markdown = new StringBuilder();
        line(markdown, headings, table.columns(), widths);
        for (int column = 0; column < widths.length; column++) {
            String dashes = "-".repeat(widths[column] - 1);
            markdown.append("| ").append(table.columns().get(column).numeric() ? dashes + ": " : dashes + "- ");
        }
        markdown.append("|\n");
        rows.forEach(row -> line(markdown, row, table.columns(), widths));
        return markdown.toString();
    }

    private static void line(StringBuilder markdown, List<String> cells, List<Column> columns, int[] widths) {
        for (int column = 0; column < widths.length; column++) {
            String cell = cells.get(column);
            String padding = " ".repeat(widths[column] - length(cell));
            markdown.append("| ")
                    .append(columns.get(column).numeric() ? padding + cell : cell + padding)
                    .append(' ');
        }
        markdown.append("|\n");
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }

    /** Without line breaks, with what would start markup or end a cell escaped; an interval is no link. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        String line = text.replaceAll("\\s+", " ");
        boolean link = line.contains("](") || line.contains("]:");
        for (int index = 0; index < line.length(); index++) {
            char character = line.charAt(index);
            switch (character) {
                case '\\', '|', '*', '`', '~' -> escaped.append('\\').append(character);
                case '[', ']' -> escaped.append(link ? "\\" : "").append(character);
                case '<' -> escaped.append("&lt;");
                case '&' -> escaped.append("&amp;");
                case '_' -> escaped.append(insideWord(line, index) ? "_" : "\\_");
                default -> escaped.append(character);
            }
        }
        return escaped.toString();
    }

    /** An underscore between letters never starts emphasis. */
    private static boolean insideWord(String line, int index) {
        return index > 0
                && index + 1 < line.length()
                && Character.isLetterOrDigit(line.charAt(index - 1))
                && Character.isLetterOrDigit(line.charAt(index + 1));
    }

    /** What {@link #escape} was given, of one line. */
    public static String unescape(String markdown) {
        return markdown.replace("&lt;", "<").replace("&amp;", "&").replaceAll("\\\\([\\\\|*`~\\[\\]_])", "$1");
    }
}
